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

package dev.latchkey.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.named.NamedLock;

/**
 * Waits until a lock is free. It waits in the kernel's queue as any other process, so it
 * holds the lock for an instant.
 */
@Command(name = "wait", description = "Waits until a named lock is free. If it was busy, it is acquired and released.")
final class WaitCommand implements Callable<Integer> {

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private LockArguments lock;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private ConflictOptions conflict;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private DirectoryOptions directory;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Override
	public Integer call() throws InterruptedException {
		int busy = this.conflict.status();
		try (LockDirectory opened = this.directory.openExisting()) {
			NamedLock awaited = this.lock.in(opened);
			if (awaited.inspect().state() != LockState.FREE) {
				this.conflict.acquire(awaited).close();
			}
			return 0;
		}
		catch (LockTimeoutException ex) {
			LatchkeyCommand.tell(this.spec.commandLine(), ex.problem());
			return busy;
		}
	}

}
