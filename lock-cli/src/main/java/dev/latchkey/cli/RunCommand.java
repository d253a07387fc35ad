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

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.latchkey.LockHold;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.named.NamedHold;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.spawn.SpawnedProcess;

/**
 * Runs a command while a lock is held. The command has the lock too, so it keeps the lock
 * if this process is killed.
 */
@Command(name = "run",
		description = { "Runs COMMAND while a named lock is held. The lock is released when COMMAND has ended.",
				"If this process is killed, COMMAND keeps the lock, as do the processes that it has started. "
						+ "SIGTERM, SIGHUP and SIGINT are forwarded to COMMAND.",
				"COMMAND has the standard descriptors and the lock's as number 10, no other; the variable "
						+ "LATCHKEY_FENCING_TOKEN has the fencing token." })
final class RunCommand implements Callable<Integer> {

	private static final String TOKEN = "LATCHKEY_FENCING_TOKEN";

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private LockArguments lock;

	@Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND",
			description = "the program and its arguments, after --")
	@SuppressWarnings("NullAway.Init")
	private List<String> command;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private ConflictOptions conflict;

	@Option(names = "--skip",
			description = "if the lock is busy, exit with 0 and say nothing; without --wait, do not wait")
	private boolean skip;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private DirectoryOptions directory;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Override
	public Integer call() {
		int busy = this.conflict.status();
		ForwardedSignals signals = ForwardedSignals.to(Thread.currentThread());
		try (LockDirectory opened = this.directory.open()) {
			LockHold hold = acquire(this.lock.in(opened));
			return (hold != null) ? run((NamedHold) hold, signals) : 0;
		}
		catch (LockTimeoutException ex) {
			LatchkeyCommand.tell(this.spec.commandLine(), ex.problem());
			return busy;
		}
		catch (InterruptedException ex) {
			return ExitStatus.SIGNAL + signals.first();
		}
	}

	/**
	 * Acquires the lock.
	 * @return the hold, or {@code null} if it is busy and that is no error
	 */
	private @Nullable LockHold acquire(NamedLock wanted) throws InterruptedException {
		if (this.skip) {
			Duration limit = this.conflict.limit();
			return wanted.tryAcquire((limit != null) ? limit : Duration.ZERO).orElse(null);
		}
		return this.conflict.acquire(wanted);
	}

	private int run(NamedHold acquired, ForwardedSignals signals) throws InterruptedException {
		try (NamedHold hold = acquired) {
			ProcessBuilder builder = new ProcessBuilder(this.command).inheritIO();
			builder.environment().put(TOKEN, Long.toString(hold.fencingToken()));
			Optional<SpawnedProcess> child = signals.start(() -> hold.startChild(builder));
			if (child.isEmpty()) {
				return ExitStatus.SIGNAL + signals.first();
			}
			int status = child.get().waitFor();
			return (status >= 0) ? status : ExitStatus.SOFTWARE;
		}
		catch (IOException ex) {
			LatchkeyCommand.tell(this.spec.commandLine(), String.valueOf(ex.getMessage()));
			return ExitStatus.UNAVAILABLE;
		}
	}

}
