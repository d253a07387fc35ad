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

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import dev.latchkey.internal.named.NamedLock;

/**
 * Which lock a command works on.
 */
final class LockArguments {

	@Parameters(index = "0", paramLabel = "NAME", description = "the name of the lock, as in the application")
	@SuppressWarnings("NullAway.Init")
	private String name;

	@Option(names = { "-k", "--key" }, paramLabel = "KEY", description = "the key, for a lock of a name and a key")
	private @Nullable String key;

	@Spec(Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	NamedLock in(LockDirectory directory) {
		try {
			return directory.lock(this.name, this.key);
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(this.spec.commandLine(), ex.getMessage(), ex);
		}
	}

}
