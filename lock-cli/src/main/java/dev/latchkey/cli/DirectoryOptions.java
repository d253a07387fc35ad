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

import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Which directory a command works on.
 */
final class DirectoryOptions {

	private static final String VARIABLE = "LATCHKEY_DIRECTORY";

	@Option(names = { "-d", "--directory" }, paramLabel = "DIR",
			description = "the lock directory (latchkey.directory of the application); else the one in the variable "
					+ VARIABLE)
	private @Nullable Path directory;

	@Option(names = "--shared",
			description = "other users of the group use the locks too (latchkey.shared of the application)")
	private boolean shared;

	@Spec(Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	/**
	 * Opens a directory that must be there.
	 * @return the locks in it
	 */
	LockDirectory openExisting() {
		LockDirectory opened = open();
		try {
			opened.requireExisting();
			return opened;
		}
		catch (RuntimeException ex) {
			opened.close();
			throw ex;
		}
	}

	/**
	 * Opens the directory, which an acquisition makes if it is missing.
	 * @return the locks in it
	 */
	LockDirectory open() {
		Path chosen = (this.directory != null) ? this.directory : fromEnvironment(System.getenv());
		return LockDirectory.open(chosen, this.shared,
				(message) -> LatchkeyCommand.tell(this.spec.commandLine(), message));
	}

	private Path fromEnvironment(Map<String, String> environment) {
		String path = environment.getOrDefault(VARIABLE, "");
		if (path.isEmpty()) {
			throw new ParameterException(this.spec.commandLine(),
					"The lock directory must be given: --directory DIR, or the variable " + VARIABLE);
		}
		return Path.of(path);
	}

}
