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

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.named.NamedLock;

/**
 * How long a command waits for a lock, and how it exits if the lock stays busy.
 */
final class ConflictOptions {

	@Option(names = { "-w", "--wait" }, paramLabel = "TIME",
			description = "how long to wait at most, such as 10s, 500ms or 5m; seconds without a unit; 0 to try once. "
					+ "Default: without a limit")
	private @Nullable Duration limit;

	@Option(names = { "-E", "--conflict-exit-code" }, paramLabel = "N", defaultValue = "1",
			description = "the exit status if the lock stays busy, from 0 to 255. Default: ${DEFAULT-VALUE}")
	private int status;

	@Spec(Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Nullable Duration limit() {
		return this.limit;
	}

	/**
	 * Acquires a lock, and waits for it as long as the options say.
	 * @param lock the lock
	 * @return the hold
	 * @throws LockTimeoutException if the lock stays busy
	 * @throws InterruptedException if the thread is interrupted
	 */
	LockHold acquire(NamedLock lock) throws InterruptedException {
		return (this.limit != null) ? lock.acquire(this.limit) : lock.acquire();
	}

	int status() {
		if (this.status < 0 || this.status > ExitStatus.LARGEST) {
			throw new ParameterException(this.spec.commandLine(),
					"An exit status is from 0 to 255, not " + this.status);
		}
		return this.status;
	}

}
