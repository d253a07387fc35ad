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

package dev.latchkey.process;

import java.nio.file.Path;

import dev.latchkey.LockType;

/**
 * Another process that holds a lock, until this is closed.
 */
public final class OtherHolder implements AutoCloseable {

	private final ForkedJvm process;

	private OtherHolder(ForkedJvm process) {
		this.process = process;
	}

	public static OtherHolder of(LockType type, Path directory) {
		ForkedJvm process = LockWorker.start(type, directory);
		String answer = process.ask("try");
		if (!answer.startsWith("held")) {
			process.close();
			throw new AssertionError("The other process did not get the lock: " + answer);
		}
		return new OtherHolder(process);
	}

	public long pid() {
		return this.process.pid();
	}

	/** Let it be stopped, as by SIGSTOP. */
	public void stop() {
		this.process.stop();
	}

	/** Let it go on. */
	public void resume() {
		this.process.resume();
	}

	/** Let it store its token in a resource, if that takes it. */
	public boolean store(Path resource) {
		return this.process.ask("store " + resource).equals("stored");
	}

	public boolean isHolding() {
		return this.process.ask("require").equals("held");
	}

	/** Let it close its hold. */
	public void release() {
		this.process.ask("release");
	}

	@Override
	public void close() {
		release();
		this.process.close();
	}

}
