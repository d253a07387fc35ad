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

package dev.latchkey.internal.platform.linux;

import java.lang.ProcessBuilder.Redirect;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.NativeStrings;
import dev.latchkey.internal.platform.SpawnCalls;
import dev.latchkey.internal.platform.SpawnRequest;

/**
 * Starts processes with {@code posix_spawn}, which needs no copy of this process's memory
 * and reports in the parent what fails in the child.
 */
final class LinuxSpawnCalls implements SpawnCalls {

	private static final String SHELL = "/bin/sh";

	private static final NativeBuffer DEFAULT_ACTION = new NativeBuffer(LinuxSpawn.SIZE_OF_SIGACTION);

	private final boolean canCloseFrom;

	LinuxSpawnCalls() {
		this(true);
	}

	/**
	 * Creates the calls.
	 * @param canCloseFrom whether to close from a number upwards where the C library can
	 */
	LinuxSpawnCalls(boolean canCloseFrom) {
		this.canCloseFrom = canCloseFrom;
	}

	@Override
	public int pipe(int[] ends) {
		NativeBuffer pair = new NativeBuffer(2 * Integer.BYTES);
		int result = LinuxResult.of(LinuxSpawn.pipe2(pair.address(), LinuxLibc.O_CLOEXEC), pair);
		if (result == 0) {
			pair.bytes().asIntBuffer().get(0, ends, 0, 2);
		}
		return result;
	}

	@Override
	public int open(NativePath path, Redirect.Type use) {
		int flags = switch (use) {
			case READ -> LinuxSpawn.O_RDONLY;
			case WRITE -> LinuxSpawn.O_WRONLY | LinuxLibc.O_CREAT | LinuxSpawn.O_TRUNC;
			case APPEND -> LinuxSpawn.O_WRONLY | LinuxLibc.O_CREAT | LinuxSpawn.O_APPEND;
			case PIPE, INHERIT -> throw new IllegalArgumentException("Not a file: " + use);
		};
		return LinuxResult.of(LinuxLibc.open(path.address(), flags | LinuxLibc.O_CLOEXEC, 0666), path);
	}

	@Override
	public int spawn(SpawnRequest request) {
		int prepared = keepExitStatuses();
		try (LinuxSpawnActions actions = new LinuxSpawnActions(request,
				this.canCloseFrom ? LinuxSpawn.ADD_CLOSE_FROM : null);
				LinuxSpawnAttributes attributes = new LinuxSpawnAttributes()) {
			for (int result : new int[] { prepared, actions.result(), attributes.result() }) {
				if (result != 0) {
					return result;
				}
			}
			List<byte[]> environment = LinuxEnvironment.encode(request.environment());
			int result = spawn(request.command(), environment, actions, attributes);
			// What is executable and no program is a script without a first line that
			// names its shell.
			return Errno.ENOEXEC.is(result) ? spawn(shellScript(request), environment, actions, attributes) : result;
		}
	}

	/**
	 * A process that was started with SIGCHLD ignored never learns how its children
	 * ended. The JDK undoes that, too, before it starts its first child.
	 */
	private static int keepExitStatuses() {
		NativeBuffer action = new NativeBuffer(LinuxSpawn.SIZE_OF_SIGACTION);
		int result = LinuxResult.of(LinuxLibc.sigaction(LinuxSpawn.SIGCHLD, 0, action.address()));
		if (result == 0 && action.bytes().getLong(0) == LinuxSpawn.SIG_IGN) {
			result = LinuxResult.of(LinuxLibc.sigaction(LinuxSpawn.SIGCHLD, DEFAULT_ACTION.address(), 0));
		}
		return result;
	}

	private static int spawn(List<String> command, List<byte[]> variables, LinuxSpawnActions actions,
			LinuxSpawnAttributes attributes) {
		NativeBuffer pid = new NativeBuffer(Integer.BYTES);
		NativeBuffer program = NativeStrings.of(command.get(0));
		NativeBuffer arguments = NativeStrings.arrayOf(command.stream().map(NativeStrings::encode).toList());
		NativeBuffer environment = NativeStrings.arrayOf(variables);
		try {
			int error = LinuxSpawn.posix_spawnp(pid.address(), program.address(), actions.address(),
					attributes.address(), arguments.address(), environment.address());
			return (error == 0) ? pid.bytes().getInt(0) : -error;
		}
		finally {
			// The addresses alone do not keep the memory.
			Reference.reachabilityFence(program);
			Reference.reachabilityFence(arguments);
			Reference.reachabilityFence(environment);
		}
	}

	private static List<String> shellScript(SpawnRequest request) {
		List<String> command = new ArrayList<>(request.command());
		command.set(0, locate(command.get(0), request.directory() != null ? request.directory() : ""));
		command.add(0, SHELL);
		return command;
	}

	private static String locate(String program, String directory) {
		if (program.contains("/")) {
			return program;
		}
		for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
			String candidate = (place.isEmpty() ? "." : place) + '/' + program;
			Path file = Path.of(directory).resolve(candidate);
			if (Files.isRegularFile(file) && Files.isExecutable(file)) {
				return candidate;
			}
		}
		return program;
	}

	@Override
	public int awaitEnd(int child) {
		NativeBuffer info = new NativeBuffer(LinuxSpawn.SIZE_OF_SIGINFO);
		int options = LinuxSpawn.WEXITED | LinuxSpawn.WNOWAIT;
		int result;
		do {
			result = LinuxResult.of(LinuxSpawn.waitid(LinuxSpawn.P_PID, child, info.address(), options), info);
		}
		while (Errno.EINTR.is(result));
		return result;
	}

	@Override
	public int reap(int child) {
		NativeBuffer status = new NativeBuffer(Integer.BYTES);
		int result;
		do {
			result = LinuxResult.of(LinuxSpawn.waitpid(child, status.address(), 0), status);
		}
		while (Errno.EINTR.is(result));
		int how = status.bytes().getInt(0);
		int signal = how & 0x7f;
		int exit = (signal == 0) ? (how >> 8) & 0xff : 128 + signal;
		return (result < 0) ? result : exit;
	}

	@Override
	public void terminate(int child) {
		LinuxLibc.kill(child, LinuxLibc.SIGTERM);
	}

	@Override
	public void kill(int child) {
		LinuxLibc.kill(child, LinuxLibc.SIGKILL);
	}

	@Override
	public void signal(int child, int number) {
		LinuxLibc.kill(child, number);
	}

}
