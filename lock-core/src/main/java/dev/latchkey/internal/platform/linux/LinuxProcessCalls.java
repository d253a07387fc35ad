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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.OpenFiles;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.ProcessDescription;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.platform.RunningProcess;

/**
 * Processes, from {@code /proc}; see proc(5).
 */
final class LinuxProcessCalls implements ProcessCalls {

	private static final Path PROC = Path.of("/proc");

	/** The kernel tells ticks of a hundredth of a second, whatever its own are. */
	private static final long MILLIS_PER_TICK = 10;

	private static final long SIGKILL_BIT = 1L << (LinuxLibc.SIGKILL - 1);

	private final Path proc;

	private final ProcessIdentity self;

	private final @Nullable Instant bootTime;

	LinuxProcessCalls() {
		this(PROC);
	}

	/**
	 * Creates the calls.
	 * @param proc where the kernel tells of this process and of the machine
	 */
	LinuxProcessCalls(Path proc) {
		this.proc = proc;
		this.bootTime = readBootTime();
		this.self = readSelf();
	}

	/**
	 * Reads when the machine was started. A process's start is computed from it, as
	 * {@code ProcessHandle} does, which besides asks for the user's name, perhaps over
	 * the network.
	 * @return the time, or {@code null} where it is hidden: starts of processes are not
	 * told then
	 */
	private @Nullable Instant readBootTime() {
		try (Stream<String> lines = Files.lines(this.proc.resolve("stat"))) {
			return lines.filter((line) -> line.startsWith("btime "))
				.map((line) -> Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length()))))
				.findFirst()
				.orElse(null);
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

	private ProcessIdentity readSelf() {
		try {
			LinuxStat stat = LinuxStat.of(this.proc.resolve("self"));
			return new ProcessIdentity(ProcessHandle.current().pid(), stat.startTicks(), bootId(), pidNamespace(),
					hostName());
		}
		catch (IOException ex) {
			throw new UnsupportedPlatformException("/proc cannot be read: " + ex + ".", remedy(ex), ex);
		}
	}

	/** The JDK tells the system's error in words only. */
	static String remedy(IOException ex) {
		return String.valueOf(ex.getMessage()).contains("Too many open files")
				? "This process or machine has used up its open files: raise the limit (ulimit -n, fs.file-max), "
						+ "or look for descriptors that are never closed."
				: "Mount it; locks tell from it which process is which.";
	}

	/**
	 * Where it is hidden, no record of another process counts as one of this start: what
	 * that process leaves when it dies is judged by its age.
	 */
	private String bootId() {
		try {
			return Files.readString(this.proc.resolve("sys/kernel/random/boot_id")).strip();
		}
		catch (IOException ex) {
			return UUID.randomUUID().toString();
		}
	}

	private long pidNamespace() {
		try {
			// The link reads pid:[4026531836].
			String namespace = Files.readSymbolicLink(this.proc.resolve("self/ns/pid")).toString();
			return Long.parseLong(namespace.substring(namespace.indexOf('[') + 1, namespace.indexOf(']')));
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static String hostName() {
		String name = System.getenv("HOSTNAME");
		if (name == null || name.isBlank()) {
			try {
				name = Files.readString(Path.of("/etc/hostname"));
			}
			catch (IOException | UncheckedIOException ex) {
				name = "";
			}
		}
		name = name.strip();
		return name.isEmpty() ? "unknown" : name;
	}

	@Override
	public ProcessIdentity self() {
		return this.self;
	}

	@Override
	public @Nullable ProcessDescription describe(long pid) {
		Path directory = PROC.resolve(Long.toString(pid));
		try {
			LinuxStat stat = LinuxStat.of(directory);
			Instant startedAt = (this.bootTime != null) ? this.bootTime.plusMillis(stat.startTicks() * MILLIS_PER_TICK)
					: null;
			List<String> arguments = arguments(directory);
			String executable = executable(directory).orElse(stat.name());
			String commandLine = arguments.isEmpty() ? executable : JavaCommandLine.readable(arguments);
			return new ProcessDescription(pid, stat.startTicks(), startedAt, executable, commandLine, stat.state());
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Only the process's own user may see where this link leads. The first argument would
	 * not do instead: programs put there whatever they like.
	 */
	private static Optional<String> executable(Path directory) {
		try {
			return Optional.of(Files.readSymbolicLink(directory.resolve("exe")).toString());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static List<String> arguments(Path directory) throws IOException {
		String line = new String(Files.readAllBytes(directory.resolve("cmdline")), StandardCharsets.UTF_8);
		return line.isEmpty() ? List.of() : List.of(line.split("\0"));
	}

	@Override
	public boolean isDying(long pid) {
		Path directory = PROC.resolve(Long.toString(pid));
		try {
			return LinuxStat.of(directory).isEnding()
					|| isKilled(Files.readString(directory.resolve("status"), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return !Files.exists(directory);
		}
	}

	@Override
	public boolean isStopped(long pid) {
		try {
			return LinuxStat.of(PROC.resolve(Long.toString(pid))).isStopped();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Signals that wait for the main thread or the process, as hexadecimal masks. */
	private static boolean isKilled(String status) {
		return status.lines()
			.filter((line) -> line.startsWith("SigPnd:") || line.startsWith("ShdPnd:"))
			.anyMatch((line) -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGKILL_BIT) != 0);
	}

	@Override
	public @Nullable RunningProcess open(long pid) {
		return LinuxRunningProcess.open(pid);
	}

	@Override
	public long mostOpenFiles() {
		// struct rlimit: the limit that counts at 0, the highest that may be set at 8
		NativeBuffer limits = new NativeBuffer(16);
		int result = LinuxResult.of(LinuxLibc.getrlimit(LinuxLibc.RLIMIT_NOFILE, limits.address()), limits);
		long most = limits.bytes().getLong(0);
		return (result == 0 && most >= 0) ? most : Long.MAX_VALUE;
	}

	@Override
	public LockTable lockTable() {
		try {
			return LinuxLockTable.parse(Files.readAllBytes(PROC.resolve("locks")));
		}
		catch (IOException ex) {
			return new LockTable(List.of());
		}
	}

	@Override
	public @Nullable OpenFiles openFiles(long pid) {
		return LinuxOpenFiles.of(pid);
	}

	@Override
	public List<Long> all() {
		return LinuxOpenFiles.processes();
	}

	@Override
	public Map<String, List<Long>> inheritors() {
		return LinuxOpenFiles.inheritors();
	}

}
