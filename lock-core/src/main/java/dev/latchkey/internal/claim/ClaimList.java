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

package dev.latchkey.internal.claim;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.LockDirectories;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * Lists the claims of a directory: the names with their inode numbers, and the kernel's
 * table of locks, are read once and joined. Only what the table does not show as held is
 * looked at one by one. An announce without a gate is listed too: it may be locked. What
 * has the name of a claim's file and is a directory or a link is no claim.
 */
final class ClaimList {

	/** How long claims are looked at one by one. */
	private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

	/** No inode has this number. */
	private static final long NO_FILE = 0;

	private final ClaimDirectory directory;

	private final LockRuntime runtime;

	private final Path real;

	private final Map<String, Long> gates = new TreeMap<>();

	private final Map<String, Long> announces = new HashMap<>();

	/** One for all: several damaged claims do not each take their time. */
	private final Deadline damaged;

	private final Deadline looks = Deadline.after(LONGEST_LOOK);

	ClaimList(ClaimDirectory directory, LockRuntime runtime, Duration transitionTimeout) {
		this.directory = directory;
		this.damaged = Deadline.after(transitionTimeout);
		this.runtime = runtime;
		this.real = LockPaths.withoutDots(directory.path());
	}

	List<LockInspection> read() {
		FileStatus status = new FileStatus();
		NativePath path = NativePath.of(this.directory.path());
		LockDirectories directories = this.runtime.directories();
		directories.list(path, this::sort, status);
		if (this.gates.isEmpty() && this.announces.isEmpty()) {
			// The table of all locks of the machine is not read for nothing.
			return List.of();
		}
		LockHolders table = new LockHolders(this.runtime);
		this.announces.keySet().forEach((name) -> this.gates.putIfAbsent(name, NO_FILE));
		List<LockInspection> claims = new ArrayList<>(this.gates.size());
		this.gates.forEach((name, inode) -> {
			try {
				claims.add(claim(name, inode, table, status.device()));
			}
			catch (LockFileException ex) {
				// What is not a lock file is none of a claim; what we may not open, the
				// kernel's table tells of.
				if (Files.isRegularFile(ex.path(), LinkOption.NOFOLLOW_LINKS)) {
					if (RecordedHolders.areNeeded(this.runtime)) {
						throw ex;
					}
					claims.add(byTable(name, inode, table, status.device()));
				}
			}
		});
		return claims;
	}

	private void sort(String file, long inode) {
		String announce = ClaimDirectory.announceName("");
		String gate = ClaimDirectory.gateName("");
		if (file.endsWith(announce)) {
			this.announces.put(file.substring(0, file.length() - announce.length()), inode);
		}
		else if (file.endsWith(gate)) {
			this.gates.put(file.substring(0, file.length() - gate.length()), inode);
		}
	}

	private LockInspection claim(String name, long gate, LockHolders table, long device) {
		if (RecordedHolders.areNeeded(this.runtime)) {
			return recorded(name);
		}
		List<LockHolder> holders = table.ofListed(this.real.resolve(ClaimDirectory.gateName(name)), device, gate);
		Long announce = this.announces.get(name);
		if (!holders.isEmpty() && isHeld(announce, table, device)) {
			return listed(name, LockState.HELD, holders);
		}
		if (this.looks.hasCome()) {
			return byTable(name, gate, table, device);
		}
		LockState state = this.directory.readerOf(name).state(this.damaged);
		return listed(name, state, switch (state) {
			case FREE -> List.of();
			case MALFORMED -> table.of(this.directory.path().resolve(ClaimDirectory.announceName(name)));
			case ACQUIRING, HELD, STALLED, STALE, UNVERIFIED ->
				holders.isEmpty() ? table.of(this.directory.path().resolve(ClaimDirectory.gateName(name))) : holders;
		});
	}

	/** Where there is no such table each claim is looked at. */
	private LockInspection recorded(String name) {
		LockState state = this.directory.readerOf(name).state(this.damaged);
		Path announce = this.directory.path().resolve(ClaimDirectory.announceName(name));
		return listed(name, state,
				(state == LockState.FREE) ? List.of() : ClaimProtocol.recordedHolders(this.runtime, announce));
	}

	private LockInspection byTable(String name, long gate, LockHolders table, long device) {
		List<LockHolder> holders = table.ofListed(this.real.resolve(ClaimDirectory.gateName(name)), device, gate);
		boolean announced = isHeld(this.announces.get(name), table, device);
		LockState state = announced ? LockState.HELD : LockState.ACQUIRING;
		return listed(name, holders.isEmpty() ? LockState.FREE : state, holders);
	}

	private static boolean isHeld(@Nullable Long announce, LockHolders table, long device) {
		return announce != null && table.isNamed(device, announce);
	}

	private LockInspection listed(String name, LockState state, List<LockHolder> holders) {
		return new LockInspection(this.directory.idOf(name), state, holders);
	}

}
