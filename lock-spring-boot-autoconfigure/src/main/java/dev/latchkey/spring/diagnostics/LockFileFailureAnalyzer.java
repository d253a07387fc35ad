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

package dev.latchkey.spring.diagnostics;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.lockfile.LockPaths;

/**
 * Explains why the lock directory, a lock file or the pid file cannot be used, and names
 * the property that says where it is. Where the remedy is a method of the builder, the
 * property that does the same is named instead.
 */
final class LockFileFailureAnalyzer extends AbstractFailureAnalyzer<LockFileException> {

	private static final String DIRECTORY = "latchkey.directory";

	private static final String PID_FILE = "latchkey.daemon.pid-file";

	private final @Nullable Environment environment;

	LockFileFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockFileException cause) {
		return new FailureAnalysis(cause.problem(), action(cause), cause);
	}

	private String action(LockFileException cause) {
		String remedy = cause.remedy()
			.replace("Latchkey.Builder.shared(true)", "latchkey.shared=true")
			.replace("Latchkey.Builder.remoteFileSystemAllowed(true)", "latchkey.remote-filesystem=allow");
		if (remedy.contains(DIRECTORY)) {
			return remedy;
		}
		return isOfPidFile(cause.path())
				? remedy.replace("the lock directory", "the pid file").replace("the lock", "the pid file")
						+ " The property " + PID_FILE + " says where the pid file is."
				: remedy + " The property " + DIRECTORY + " says where the lock directory is.";
	}

	/** Files beside the pid file have names that begin with its name. */
	private boolean isOfPidFile(Path path) {
		Path pidFile = path(PID_FILE);
		Path directory = path(DIRECTORY);
		if (pidFile == null || path.equals(pidFile)) {
			return pidFile != null;
		}
		boolean isAroundDirectory = directory != null && directory.startsWith(path);
		return !isAroundDirectory && (pidFile.startsWith(path) || path.toString().startsWith(pidFile.toString() + "."));
	}

	private @Nullable Path path(String property) {
		if (this.environment == null) {
			return null;
		}
		String value = this.environment.getProperty(property, "");
		try {
			return value.isBlank() ? null
					: LockPaths.absolute(LockPaths.inHome(value, this.environment.getProperty("user.home", "")));
		}
		catch (IllegalArgumentException ex) {
			// The value is no path, so no file that failed is there.
			return null;
		}
	}

}
