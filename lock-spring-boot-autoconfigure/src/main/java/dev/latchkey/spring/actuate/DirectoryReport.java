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

package dev.latchkey.spring.actuate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.spring.actuate.LocksDescriptor.DirectoryDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;

/**
 * The part of one answer about the lock directory: what is in it is found by its names;
 * only what is shown is looked at. What disappears meanwhile is left out.
 */
final class DirectoryReport {

	/** What cannot be looked at. */
	static final String UNKNOWN = "unknown";

	/** How long files are looked at for one answer. */
	private static final Duration TIME = Duration.ofSeconds(5);

	private static final String TOO_LATE = "It was not looked at: the answer took longer than " + TIME.toSeconds()
			+ " s. Ask for less, by name, type or limit";

	/** Longer contents are not shown, in bytes. */
	private static final int LONGEST_CONTENT = 64 * 1024;

	private static final Comparator<Entry> BY_NAME = Comparator.comparing((Entry entry) -> entry.file.name())
		.thenComparing((entry) -> Objects.requireNonNullElse(entry.file.key(), ""))
		.thenComparing((entry) -> entry.file.type());

	private final LockBeans beans;

	private final boolean showValues;

	private final LockHolders table;

	private final HolderReport holderReport;

	private final WaiterReport waiters;

	private final @Nullable String problem;

	private final Deadline deadline = Deadline.after(TIME);

	DirectoryReport(LockBeans beans, boolean showValues, LockHolders table, HolderReport holderReport,
			WaiterReport waiters, @Nullable String problem) {
		this.beans = beans;
		this.showValues = showValues;
		this.table = table;
		this.holderReport = holderReport;
		this.waiters = waiters;
		this.problem = problem;
	}

	DirectoryDescriptor of(LocksQuery query) {
		String path = this.beans.directory().path().toString();
		List<Entry> entries = new ArrayList<>();
		String problem = this.problem;
		try {
			addHeldFiles(query, entries);
			addNamed(query, entries);
			addClaims(query, entries);
		}
		catch (IOException | RuntimeException ex) {
			problem = LocksReport.problem(ex);
		}
		entries.sort(BY_NAME);
		if (query.state() == null) {
			List<LockDescriptor> locks = look(page(query, entries.stream()));
			return new DirectoryDescriptor(path, problem, entries.size(), query.offset(), query.limit(), locks);
		}
		List<LockDescriptor> all = look(entries.stream()).stream()
			.filter((lock) -> query.includesState(lock.state()))
			.toList();
		return new DirectoryDescriptor(path, problem, all.size(), query.offset(), query.limit(),
				page(query, all.stream()).toList());
	}

	/**
	 * Looks at one lock of the directory.
	 * @param file the lock's file
	 * @return the lock, or {@code null} if there is no such file
	 */
	@Nullable LockDescriptor of(LockFile file) {
		if (file.type() == LockType.NAMED) {
			return named(file, () -> this.beans.named().ofFile(file.path()).inspect());
		}
		if (file.type() == LockType.HELD_FILE) {
			return heldFile(file);
		}
		return this.beans.claims()
			.list()
			.stream()
			.filter((claim) -> LockFile.ofClaim(this.beans.directory().path(), claimName(claim)).equals(file))
			.findFirst()
			.map((claim) -> claim(file, claim))
			.orElse(null);
	}

	private static <T> Stream<T> page(LocksQuery query, Stream<T> all) {
		return all.skip(query.offset()).limit(query.limit());
	}

	private static List<LockDescriptor> look(Stream<Entry> entries) {
		return entries.map((entry) -> entry.look.get()).filter(Objects::nonNull).toList();
	}

	private void addNamed(LocksQuery query, List<Entry> entries) {
		if (query.type() != null && query.type() != LockType.NAMED) {
			return;
		}
		for (NamedLock lock : this.beans.named().locked(this.table)) {
			LockFile file = LockFile.of(lock.id().path(), LockType.NAMED);
			if (query.includes(file)) {
				entries.add(new Entry(file, () -> named(file, () -> lock.inspect(this.table))));
			}
		}
	}

	private void addHeldFiles(LocksQuery query, List<Entry> entries) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.beans.directory().path(),
				"*" + LockFile.HELD_SUFFIX)) {
			for (Path path : files) {
				requireTime();
				LockFile file = LockFile.of(path, LockType.HELD_FILE);
				if (query.includes(file)) {
					entries.add(new Entry(file, () -> heldFile(file)));
				}
			}
		}
	}

	private void addClaims(LocksQuery query, List<Entry> entries) {
		if (query.type() != null && query.type() != LockType.CLAIM) {
			return;
		}
		for (LockInspection claim : this.beans.claims().list()) {
			LockFile file = LockFile.ofClaim(this.beans.directory().path(), claimName(claim));
			if (query.includes(file)) {
				entries.add(new Entry(file, () -> claim(file, claim)));
			}
		}
	}

	/** A directory of millions of files is read in part. */
	private void requireTime() throws IOException {
		if (this.deadline.hasCome()) {
			throw new IOException("There are more files in it than can be read in " + TIME.toSeconds() + " s");
		}
	}

	private @Nullable LockDescriptor named(LockFile file, Supplier<LockInspection> look) {
		return looked(file, () -> {
			LockInspection found = look.get();
			return (found.state() != LockState.FREE)
					? lock(file, label(found.state()), found.holders(), null, Signs.of(found), null) : null;
		});
	}

	private @Nullable LockDescriptor heldFile(LockFile file) {
		return looked(file, () -> {
			LockInspection found = this.beans.heldFiles().lock(file.path()).inspect(this.table);
			return (found.state() != LockState.FREE)
					? lock(file, label(found.state()), found.holders(), null, Signs.of(found), null) : null;
		});
	}

	private @Nullable LockDescriptor looked(LockFile file, Supplier<@Nullable LockDescriptor> look) {
		if (this.deadline.hasCome()) {
			return lock(file, UNKNOWN, List.of(), TOO_LATE, null, null);
		}
		try {
			return look.get();
		}
		catch (RuntimeException ex) {
			// The message of a failure names the file, and so the key.
			return lock(file, UNKNOWN, List.of(), this.showValues ? LocksReport.problem(ex) : null, null, null);
		}
	}

	private static String label(LockState state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

	private LockDescriptor claim(LockFile file, LockInspection claim) {
		String state = label(claim.state());
		String key = LockFileNames.unescape(claimName(claim)).orElse(null);
		if (!this.showValues || key == null) {
			return lock(file, state, claim.holders(), null, null, null);
		}
		if (this.deadline.hasCome()) {
			return lock(file, state, claim.holders(), TOO_LATE, null, null);
		}
		try {
			byte[] content = this.beans.claims().read(key).orElse(null);
			if (content != null && content.length > LONGEST_CONTENT) {
				return lock(file, state, claim.holders(), "Its content of " + content.length + " bytes is not shown",
						null, null);
			}
			return lock(file, state, claim.holders(), null, null, (content != null) ? text(content) : null);
		}
		catch (RuntimeException ex) {
			return lock(file, state, claim.holders(), LocksReport.problem(ex), null, null);
		}
	}

	/** The name of the files of a claim, without their endings. */
	private static String claimName(LockInspection claim) {
		String file = String.valueOf(claim.id().path().getFileName());
		return file.substring(0, file.length() - ".lock".length());
	}

	private LockDescriptor lock(LockFile file, String state, List<LockHolder> holders, @Nullable String problem,
			@Nullable Signs signs, @Nullable String content) {
		LockFile shown = this.showValues ? file : file.masked();
		Duration age = (signs != null) ? signs.age() : null;
		return new LockDescriptor(shown.type().label(), shown.name(), shown.key(), shown.shownPath(), state, problem,
				this.holderReport.of(holders), (signs != null) ? signs.acquiredAt() : null,
				(age != null) ? age.toMillis() : null, (signs != null) ? signs.fencingToken() : null, content,
				this.waiters.of(file.path()));
	}

	/** The content that the holder has written, if it is text. */
	private static @Nullable String text(byte[] content) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			return text.chars().allMatch((c) -> c >= ' ' || Character.isWhitespace(c)) ? text : null;
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * What the file of a lock shows of its holder.
	 *
	 * @param age how long ago the holder showed that it lives
	 * @param fencingToken the token of the hold
	 * @param acquiredAt when it was acquired
	 */
	private record Signs(@Nullable Duration age, @Nullable Long fencingToken, @Nullable Instant acquiredAt) {

		static Signs of(LockInspection found) {
			return new Signs(found.age(), found.fencingToken(), found.acquiredAt());
		}

	}

	private record Entry(LockFile file, Supplier<@Nullable LockDescriptor> look) {
	}

}
