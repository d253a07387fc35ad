/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey;

/**
 * A pid file: a program acquires it when it starts, and no second instance can while the
 * first one lives. The file holds the decimal process id, as other programs expect it; it
 * is also kept locked, so the kernel knows whether its holder lives, whatever the number
 * says. {@code <name>.lock} stays beside it: the file is made and removed under its lock.
 *
 * <p>
 * Closing the hold removes the file. If the process is killed, the file stays, and the
 * next acquisition replaces it at once.
 *
 * @since 0.1
 */
public interface PidFile extends CrossProcessLock<LockHold> {

	/**
	 * Acquires the file for this process, or reports which instance runs.
	 * @return the hold; closing it removes the file
	 * @throws AlreadyRunningException if another process has it, or another part of this
	 * one
	 * @throws LockFileException if it is not a pid file; it is left alone then
	 */
	LockHold claim();

	@Override
	PidFile with(LockOptions options);

}
