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

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.UnsupportedFeatureException;
import dev.latchkey.UnsupportedPlatformException;

/**
 * The program {@code latchkey}.
 */
@Command(name = "latchkey", scope = ScopeType.INHERIT, mixinStandardHelpOptions = true,
		versionProvider = LatchkeyCommand.Version.class, sortOptions = false,
		description = "Shows, waits for, holds and breaks the named locks of a directory.",
		footerHeading = "%nExit status:%n",
		footer = { "  0        done", "  1        the lock is busy (-E changes that), or was not broken;",
				"           doctor has found a problem", "  64       the command line is wrong",
				"  66       the directory or the lock's file cannot be used",
				"  69       COMMAND cannot be started, or the system lacks what is needed",
				"  70       an error of latchkey itself", "  128 + n  ended by signal n",
				"run exits with the status of COMMAND once that has been started." },
		subcommands = { ListCommand.class, ShowCommand.class, WaitCommand.class, RunCommand.class, BreakCommand.class,
				DoctorCommand.class })
public final class LatchkeyCommand implements Runnable {

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	/**
	 * Runs a command.
	 * @param arguments the command and its options
	 */
	public static void main(String[] arguments) {
		System.exit(commandLine().execute(arguments));
	}

	/**
	 * Returns the command line.
	 * @return the command line, ready to execute
	 */
	static CommandLine commandLine() {
		return new CommandLine(new LatchkeyCommand()).setExpandAtFiles(false)
			.registerConverter(Duration.class, Durations::parse)
			.setParameterExceptionHandler(LatchkeyCommand::refuse)
			.setExecutionExceptionHandler((ex, command, parsed) -> fail(ex, command));
	}

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "A command is needed");
	}

	private static int refuse(ParameterException problem, String[] arguments) {
		CommandLine command = problem.getCommandLine();
		tell(command, String.valueOf(problem.getMessage()));
		command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
		return ExitStatus.USAGE;
	}

	private static int fail(Exception problem, CommandLine command) {
		if (problem instanceof LatchkeyException) {
			tell(command, String.valueOf(problem.getMessage()));
			return status(problem);
		}
		problem.printStackTrace(command.getErr());
		return ExitStatus.SOFTWARE;
	}

	private static int status(Exception problem) {
		if (problem instanceof LockFileException) {
			return ExitStatus.NO_INPUT;
		}
		boolean unsupported = problem instanceof UnsupportedFeatureException
				|| problem instanceof UnsupportedPlatformException;
		return unsupported ? ExitStatus.UNAVAILABLE : ExitStatus.SOFTWARE;
	}

	/**
	 * Prints a message for people, to the standard error.
	 * @param command the command line
	 * @param message the message
	 */
	static void tell(CommandLine command, String message) {
		command.getErr().println("latchkey: " + Text.printable(message));
	}

	/** The version is in the manifest of the jar. */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = LatchkeyCommand.class.getPackage().getImplementationVersion();
			return new String[] { "latchkey " + ((version != null) ? version : "(development)") };
		}

	}

}
