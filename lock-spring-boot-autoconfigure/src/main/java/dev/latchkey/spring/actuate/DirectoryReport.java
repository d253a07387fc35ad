package dev.latchkey.spring.actuate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockKind;
import dev.latchkey.Owner;
import dev.latchkey.claim.ListedClaim;
import dev.latchkey.file.LockOwners;
import dev.latchkey.heldfile.HeldFileState;
import dev.latchkey.heldfile.HeldFileStatus;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.actuate.LocksDescriptor.DirectoryDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;

/**
 * The part of one answer about the lock directory: what is in it is found by its names;
 * only what is shown is looked at. What disappears meanwhile is left out.
 */
final class DirectoryReport {

	/** What cannot be looked at. */
	static final String UNKNOWN = "unknown";

	private static final Comparator<Entry> BY_NAME = Comparator.comparing((Entry entry) -> entry.file.name())
		.thenComparing((entry) -> Objects.requireNonNullElse(entry.file.key(), ""));

	private final LockBeans beans;

	private final boolean showValues;

	private final LockOwners table;

	private final OwnerReport owners;

	private final WaiterReport waiters;

	private final @Nullable String problem;

	DirectoryReport(LockBeans beans, boolean showValues, LockOwners table, OwnerReport owners, WaiterReport waiters,
			@Nullable String problem) {
		this.beans = beans;
		this.showValues = showValues;
		this.table = table;
		this.owners = owners;
		this.waiters = waiters;
		this.problem = problem;
	}

	DirectoryDescriptor of(LocksQuery query) {
		String path = this.beans.directory().path().toString();
		List<Entry> entries = new ArrayList<>();
		String problem = this.problem;
		try {
			addHeldFiles(query, entries);
			addClaims(query, entries);
		}
		catch (IOException | DirectoryIteratorException ex) {
			problem = ex.toString();
		}
		catch (LatchkeyException ex) {
			problem = ex.getMessage();
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
	 * Look at one lock of the directory.
	 * @param file the lock's file
	 * @return the lock, or {@code null} if there is no such file
	 */
	@Nullable LockDescriptor of(LockFile file) {
		if (file.kind() == LockKind.HELD_FILE) {
			return heldFile(file);
		}
		return this.beans.claims()
			.list()
			.stream()
			.filter((claim) -> LockFile.ofClaim(this.beans.directory().path(), claim.name()).equals(file))
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

	private void addHeldFiles(LocksQuery query, List<Entry> entries) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.beans.directory().path(),
				"*" + LockName.SUFFIX)) {
			for (Path path : files) {
				LockFile file = LockFile.of(path, LockKind.HELD_FILE);
				if (query.includes(file)) {
					entries.add(new Entry(file, () -> heldFile(file)));
				}
			}
		}
	}

	private void addClaims(LocksQuery query, List<Entry> entries) {
		if (query.kind() != null && query.kind() != LockKind.CLAIM) {
			return;
		}
		for (ListedClaim claim : this.beans.claims().list()) {
			LockFile file = LockFile.ofClaim(this.beans.directory().path(), claim.name());
			if (query.includes(file)) {
				entries.add(new Entry(file, () -> claim(file, claim)));
			}
		}
	}

	private @Nullable LockDescriptor heldFile(LockFile file) {
		HeldFileStatus status;
		try {
			status = this.beans.heldFiles().inspect(file.path(), this.table);
		}
		catch (LatchkeyException ex) {
			// The message of a failure names the file, and so the key.
			return lock(file, UNKNOWN, List.of(), this.showValues ? ex.getMessage() : null, null, null);
		}
		if (status.state() == HeldFileState.FREE) {
			return null;
		}
		return lock(file, status.state().name().toLowerCase(Locale.ROOT), status.owners(), null, status, null);
	}

	private LockDescriptor claim(LockFile file, ListedClaim claim) {
		return lock(file, claim.state().name().toLowerCase(Locale.ROOT), claim.owners(), null, null,
				this.showValues ? content(claim) : null);
	}

	private LockDescriptor lock(LockFile file, String state, List<Owner> owners, @Nullable String problem,
			@Nullable HeldFileStatus status, @Nullable String content) {
		LockFile shown = this.showValues ? file : file.masked();
		Duration age = (status != null) ? status.age() : null;
		return new LockDescriptor(shown.kind().label(), shown.name(), shown.key(), shown.path().toString(), state,
				problem, this.owners.of(owners), (status != null) ? status.acquiredAt() : null,
				(age != null) ? age.toMillis() : null, (status != null) ? status.fencingToken() : null, content,
				this.waiters.of(file.path()));
	}

	/** What the holder says of itself, if it is text. */
	private @Nullable String content(ListedClaim claim) {
		try {
			return claim.key().flatMap(this.beans.claims()::read).map(DirectoryReport::text).orElse(null);
		}
		catch (LatchkeyException ex) {
			return null;
		}
	}

	private static @Nullable String text(byte[] content) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			return text.chars().allMatch((c) -> c >= ' ' || Character.isWhitespace(c)) ? text : null;
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private record Entry(LockFile file, Supplier<@Nullable LockDescriptor> look) {
	}

}
