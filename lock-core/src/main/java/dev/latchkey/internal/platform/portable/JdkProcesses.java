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

package dev.latchkey.internal.platform.portable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.OpenFiles;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.ProcessDescription;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.platform.RunningProcess;

/**
 * Processes by {@link ProcessHandle}. There is no table of locks, so holders are those
 * that a lock's file names. Start times are milliseconds since 1970, in the place of
 * ticks.
 */
final class JdkProcesses implements ProcessCalls {

	/** The JDK does not tell which start of the machine this is. */
	private static final String BOOT_ID = "jdk";

	private static final long MOST_OPEN_FILES = 10_240;

	private final FileUsers users;

	private final ProcessIdentity self = new ProcessIdentity(ProcessHandle.current().pid(),
			startMillis(ProcessHandle.current()), BOOT_ID, 0, host());

	/**
	 * Creates the calls.
	 * @param users tells which processes have a file open
	 */
	JdkProcesses(FileUsers users) {
		this.users = users;
	}

	@Override
	public ProcessIdentity self() {
		return this.self;
	}

	@Override
	public @Nullable ProcessDescription describe(long pid) {
		return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(JdkProcesses::description).orElse(null);
	}

	private static ProcessDescription description(ProcessHandle process) {
		ProcessHandle.Info info = process.info();
		String command = info.command().orElse("");
		return new ProcessDescription(process.pid(), startMillis(process), info.startInstant().orElse(null), command,
				info.commandLine().orElse(command), 'R');
	}

	private static long startMillis(ProcessHandle process) {
		return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	@Override
	public boolean isDying(long pid) {
		return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
	}

	@Override
	public @Nullable RunningProcess open(long pid) {
		return ProcessHandle.of(pid).map(Handle::new).orElse(null);
	}

	/**
	 * {@inheritDoc} The JDK does not tell. It raises the limit of its process to this on
	 * macOS; Windows allows more.
	 */
	@Override
	public long mostOpenFiles() {
		return MOST_OPEN_FILES;
	}

	@Override
	public LockTable lockTable() {
		return new LockTable(List.of());
	}

	@Override
	public @Nullable OpenFiles openFiles(long pid) {
		return null;
	}

	@Override
	public Set<Long> usersOf(Path file) {
		return this.users.of(file);
	}

	@Override
	public List<Long> all() {
		return ProcessHandle.allProcesses().map(ProcessHandle::pid).toList();
	}

	@Override
	public Map<String, List<Long>> inheritors() {
		return Map.of();
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	/**
	 * A process that is held on to by its handle.
	 */
	private static final class Handle implements RunningProcess {

		private final ProcessHandle process;

		Handle(ProcessHandle process) {
			this.process = process;
		}

		@Override
		public int terminate() {
			return this.process.destroy() ? 0 : Errno.EPERM.result();
		}

		@Override
		public int kill() {
			return this.process.destroyForcibly() ? 0 : Errno.EPERM.result();
		}

		@Override
		public boolean awaitEnd(int millis) {
			if (!this.process.isAlive()) {
				return true;
			}
			try {
				this.process.onExit().get(Duration.ofMillis(millis).toNanos(), TimeUnit.NANOSECONDS);
				return true;
			}
			catch (TimeoutException ex) {
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
		}

	}

}
