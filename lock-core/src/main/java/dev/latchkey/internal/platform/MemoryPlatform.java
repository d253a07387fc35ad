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

package dev.latchkey.internal.platform;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A system that is no larger than this JVM: files and their locks are in its memory, and
 * there is no other process. It calls nothing native, so it works everywhere.
 */
final class MemoryPlatform {

	private static final PlatformTraits TRAITS = new PlatformTraits("this JVM",
			EnumSet.complementOf(EnumSet.of(PlatformFeature.INHERITED_LOCKS, PlatformFeature.PROVEN_SIGNALS,
					PlatformFeature.FILE_EVENTS, PlatformFeature.FLOCK)));

	/** One for all, so that all runtimes of this JVM exclude each other. */
	static final Platform PLATFORM = create();

	private MemoryPlatform() {
	}

	private static Platform create() {
		MemoryFiles files = new MemoryFiles();
		// Nothing is watched, and no lock can be left to a child.
		return new Platform(files, new OneProcess(files), files, new WatchCalls() {
		}, new SpawnCalls() {
		}, TRAITS);
	}

	/**
	 * This process, and no other.
	 */
	private static final class OneProcess implements ProcessCalls {

		private final MemoryFiles files;

		private final ProcessIdentity self = new ProcessIdentity(ProcessHandle.current().pid(), 0,
				UUID.randomUUID().toString(), 0, "localhost");

		OneProcess(MemoryFiles files) {
			this.files = files;
		}

		@Override
		public ProcessIdentity self() {
			return this.self;
		}

		@Override
		public @Nullable ProcessDescription describe(long pid) {
			if (pid != this.self.pid()) {
				return null;
			}
			ProcessHandle.Info info = ProcessHandle.current().info();
			Instant startedAt = info.startInstant().orElse(null);
			return new ProcessDescription(pid, 0, startedAt, info.command().orElse("java"),
					info.commandLine().orElse("java"), 'R');
		}

		@Override
		public @Nullable RunningProcess open(long pid) {
			return null;
		}

		@Override
		public LockTable lockTable() {
			return this.files.lockTable(this.self.pid());
		}

		@Override
		public @Nullable OpenFiles openFiles(long pid) {
			return null;
		}

		@Override
		public List<Long> all() {
			return List.of(this.self.pid());
		}

		@Override
		public Map<String, List<Long>> inheritors() {
			return Map.of();
		}

	}

}
