package dev.latchkey.heldfile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Owner;
import dev.latchkey.Owner.Confidence;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.PublishedFiles;
import dev.latchkey.platform.NativePath;

/**
 * Says what the file of one held file lock means.
 */
final class HeldFileView {

	private final LockRuntime runtime;

	private final PublishedFiles files;

	private final Path path;

	private final Duration staleAfter;

	private final Function<Path, List<Owner>> holders;

	HeldFileView(PublishedFiles files, Path path, Duration staleAfter) {
		this(files, path, staleAfter, (file) -> LockOwners.ofBusy(files.runtime(), file));
	}

	/**
	 * Create a view.
	 * @param holders tells who has a file locked
	 */
	HeldFileView(PublishedFiles files, Path path, Duration staleAfter, Function<Path, List<Owner>> holders) {
		this.runtime = files.runtime();
		this.files = files;
		this.path = path;
		this.staleAfter = staleAfter;
		this.holders = holders;
	}

	/**
	 * Look at the file, without wanting the lock.
	 * @return what was seen
	 */
	HeldFileStatus inspect() {
		NativePath name = NativePath.of(this.path);
		while (true) {
			LockDescriptor file = LockDescriptor.openToLook(this.runtime, name);
			if (file == null) {
				return free();
			}
			try {
				HeldFileStatus status = inspect(file);
				if (file.isNamed()) {
					return status;
				}
			}
			finally {
				file.close();
			}
		}
	}

	/**
	 * Return what is seen if there is no file.
	 * @return a free lock
	 */
	HeldFileStatus free() {
		return new HeldFileStatus(this.path, HeldFileState.FREE, List.of(), null, null, null);
	}

	/**
	 * Look at a file that had the name.
	 * @param file the open file
	 * @return what was seen
	 */
	HeldFileStatus inspect(LockDescriptor file) {
		String content = text(file.read(HeldRecord.LONGEST + 1, 0));
		HeldRecord record = HeldRecord.parse(content);
		HeldFileState state = state(file, content, record);
		return new HeldFileStatus(this.path, state, owners(state, record),
				(state != HeldFileState.MALFORMED) ? age(file) : null, (record != null) ? record.token() : null,
				(record != null) ? record.time() : null);
	}

	private HeldFileState state(LockDescriptor file, String content, @Nullable HeldRecord record) {
		if (!isLockFile(content, record)) {
			return HeldFileState.MALFORMED;
		}
		boolean stale = isStale(age(file));
		if (record != null && record.isFlocked()) {
			if (file.isLocked()) {
				return stale ? HeldFileState.STALLED : HeldFileState.HELD;
			}
			if (isDead(record)) {
				return HeldFileState.STALE;
			}
		}
		return stale ? HeldFileState.STALE : HeldFileState.FOREIGN;
	}

	private List<Owner> owners(HeldFileState state, @Nullable HeldRecord record) {
		if (state == HeldFileState.HELD || state == HeldFileState.STALLED) {
			List<Owner> owners = this.holders.apply(this.path);
			if (!owners.isEmpty()) {
				return owners;
			}
		}
		if (record == null) {
			return List.of();
		}
		// The pid of a dead process, or one of another machine, may be another's here.
		boolean here = state == HeldFileState.FOREIGN && !record.isFlocked();
		return List.of(here ? LockOwners.announced(this.runtime, record.pid()) : announced(record));
	}

	private static Owner announced(HeldRecord record) {
		return new Owner(record.pid(), null, null, null, Confidence.ANNOUNCED);
	}

	static String text(byte[] content) {
		return new String(content, StandardCharsets.UTF_8);
	}

	/**
	 * Tell a record, or the beginning of one, from the files of others.
	 */
	static boolean isLockFile(String content, @Nullable HeldRecord record) {
		return record != null || (content.length() <= HeldRecord.LONGEST && HeldRecord.isBeginning(content));
	}

	/**
	 * Tell whether the owner of a file that is not locked is known to be dead.
	 */
	boolean isDead(HeldRecord record) {
		return record.isKnownToKernel(this.runtime.platform().processes().self().bootId())
				&& this.runtime.directories().isLocal(this.path.getParent());
	}

	/**
	 * Tell whether an owner has not shown for a long time that it lives.
	 */
	boolean isStale(Duration age) {
		return age.compareTo(this.staleAfter) >= 0;
	}

	private Duration age(LockDescriptor file) {
		return this.files.age(this.path, file);
	}

}
