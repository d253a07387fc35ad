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

package dev.latchkey.internal.spawn;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.SpawnRequest;
import dev.latchkey.internal.platform.Threads;

/**
 * Starts child processes that inherit locks, which the JDK's processes cannot: the JDK
 * closes all descriptors but the standard ones. What a child inherits is described in
 * {@code docs/protocols.md}, "Leaving the claim to a child".
 */
public final class ChildStarter {

	private final Platform platform;

	/**
	 * Creates a starter.
	 * @param context the configuration
	 */
	public ChildStarter(LockFileContext context) {
		this.platform = context.platform();
	}

	/**
	 * Starts a child. It has the standard descriptors, the inherited ones from 10 on, and
	 * no other; it blocks no signal and handles each in the default way. All else is as
	 * the builder says: command, environment, directory and redirects.
	 *
	 * <p>
	 * The inherited files stay open here, and locked for both processes. To leave them to
	 * the child, close them without unlocking.
	 * @param builder what to start
	 * @param inherited the files that the child gets, the first under the lowest number
	 * @return the running child. A daemon thread waits for its end, so it leaves no
	 * zombie. Its exit value is 128 and the signal's number if a signal killed it, and -1
	 * if foreign native code in this process has taken the status.
	 * @throws IOException if the program, its directory or a file of a redirect cannot be
	 * used; there is no child then, and nothing stays open
	 */
	public SpawnedProcess start(ProcessBuilder builder, List<OpenLockFile> inherited) throws IOException {
		List<String> command = List.copyOf(builder.command());
		String program = command.get(0);
		if (command.stream().anyMatch((word) -> word.indexOf('\0') >= 0)) {
			throw new IOException("invalid null character in command");
		}
		File directory = builder.directory();
		try {
			return start(command, builder, inherited);
		}
		catch (IOException ex) {
			String where = (directory != null) ? " (in directory \"" + directory + "\")" : "";
			throw new IOException("Cannot run program \"" + program + "\"" + where + ": " + ex.getMessage(), ex);
		}
	}

	private SpawnedProcess start(List<String> command, ProcessBuilder builder, List<OpenLockFile> inherited)
			throws IOException {
		File directory = builder.directory();
		Map<String, String> environment = builder.environment();
		List<Integer> numbers = inherited.stream().map(OpenLockFile::number).toList();
		try (ChildDescriptors standard = new ChildDescriptors(this.platform, builder)) {
			SpawnRequest request = new SpawnRequest(command, environment,
					(directory != null) ? directory.toString() : null, standard.input(), standard.output(),
					standard.error(), numbers);
			return start(request, standard);
		}
	}

	/**
	 * The thread that will reap the child exists before the child does: once the child
	 * runs, nothing may fail for want of a thread.
	 */
	private SpawnedProcess start(SpawnRequest request, ChildDescriptors standard) throws IOException {
		CompletableFuture<Optional<SpawnedProcess>> started = new CompletableFuture<>();
		Thread reaper = new Thread(null, () -> started.join().ifPresent(SpawnedProcess::reap), "latchkey-child", 0,
				false);
		reaper.setDaemon(true);
		reaper.setContextClassLoader(null);
		Threads.start(reaper);
		Optional<SpawnedProcess> child = Optional.empty();
		try {
			int pid = this.platform.spawns().spawn(request);
			if (pid < 0) {
				throw new IOException(Errno.describe(pid));
			}
			SpawnedProcess process = new SpawnedProcess(this.platform.spawns(), pid, standard.takeStreams());
			child = Optional.of(process);
			return process;
		}
		finally {
			started.complete(child);
		}
	}

}
