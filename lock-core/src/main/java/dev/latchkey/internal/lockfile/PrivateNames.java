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

package dev.latchkey.internal.lockfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.ProcessIdentity;

/**
 * The names that files have for a moment, before or after they have the name of a lock,
 * where a file cannot be made without one. They tell the process and the time.
 *
 * <p>
 * A process that dies at that moment leaves its name behind. It is removed before the
 * next one is made in the same directory, once for each context, if it is proven that
 * nobody needs it: no such process can be seen, nobody has the file locked, and the name
 * is older than ten minutes, which also spares processes that cannot be seen from here.
 */
public final class PrivateNames {

	private static final Pattern NAME = Pattern
		.compile("\\.latchkey-(?<pid>\\d{1,10})-\\d{1,18}-(?<micros>\\d{1,18})\\.tmp");

	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final AtomicLong latest = new AtomicLong();

	private final LockFileContext context;

	private final Set<Path> swept = ConcurrentHashMap.newKeySet();

	public PrivateNames(LockFileContext context) {
		this.context = context;
	}

	/**
	 * Returns a name that nobody else has.
	 * @param directory where the file will be
	 * @return the name
	 */
	public NativePath next(NativePath directory) {
		if (this.swept.add(directory.path())) {
			sweep(directory);
		}
		ProcessIdentity self = this.context.platform().processes().self();
		long micros = latest.updateAndGet((last) -> Math.max(last + 1, FencingToken.now()));
		String name = ".latchkey-" + self.pid() + "-" + self.startTicks() + "-" + micros + ".tmp";
		return NativePath.of(directory.path().resolve(name));
	}

	private void sweep(NativePath directory) {
		if (!this.context.directories().isLocal(directory.path())) {
			return;
		}
		List<String> names = new ArrayList<>();
		this.context.directories().list(directory, (name, inode) -> {
			if (name.startsWith(".latchkey-")) {
				names.add(name);
			}
		}, new FileStatus());
		for (String name : names) {
			Matcher matcher = NAME.matcher(name);
			if (matcher.matches() && isOld(Long.parseLong(matcher.group("micros")))
					&& !exists(Long.parseLong(matcher.group("pid")))) {
				removeUnlessLocked(NativePath.of(directory.path().resolve(name)));
			}
		}
	}

	private static boolean isOld(long micros) {
		return FencingToken.now() - micros > LIFE.toNanos() / 1_000;
	}

	private boolean exists(long pid) {
		return this.context.platform().processes().describe(pid) != null;
	}

	private void removeUnlessLocked(NativePath path) {
		// Closing gives the lock up: nobody else has this open file.
		try (OpenLockFile file = OpenLockFile.openToLook(this.context, path)) {
			if (file != null && file.tryLockOnce()) {
				this.context.platform().files().unlink(path);
			}
		}
		catch (LockFileException ex) {
			// What cannot be looked at is left alone, and is in nobody's way.
		}
	}

}
