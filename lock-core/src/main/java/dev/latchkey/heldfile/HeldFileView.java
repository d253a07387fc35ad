package dev.latchkey.heldfile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Owner;
import dev.latchkey.Owner.Confidence;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.platform.NativePath;

/**
 * Says what the file of one held file lock means.
 */
final class HeldFileView {

	private final LockRuntime runtime;

	private final Duration staleAfter;

	private final HeartbeatAges ages;

	private final Path path;

	HeldFileView(LockRuntime runtime, Duration staleAfter, HeartbeatAges ages, Path path) {
		this.runtime = runtime;
		this.staleAfter = staleAfter;
		this.ages = ages;
		this.path = path;
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
				return new HeldFileStatus(this.path, HeldFileState.FREE, List.of(), null, null);
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
	 * Look at a file that had the name.
	 * @param file the open file
	 * @return what was seen
	 */
	HeldFileStatus inspect(LockDescriptor file) {
		String content = read(file);
		HeldRecord record = HeldRecord.parse(content);
		HeldFileState state = state(file, content, record);
		return new HeldFileStatus(this.path, state, owners(state, record),
				(state != HeldFileState.MALFORMED) ? age(file) : null, (record != null) ? record.token() : null);
	}

	private HeldFileState state(LockDescriptor file, String content, @Nullable HeldRecord record) {
		if (!isLockFile(content, record)) {
			return HeldFileState.MALFORMED;
		}
		boolean stale = isStale(file);
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
			List<Owner> owners = LockOwners.ofBusy(this.runtime, this.path);
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

	static Owner announced(HeldRecord record) {
		return new Owner(record.pid(), null, null, null, Confidence.ANNOUNCED);
	}

	/**
	 * Read as much as a record can have, and one byte more.
	 */
	static String read(LockDescriptor file) {
		return new String(file.read(HeldRecord.LONGEST + 1, 0), StandardCharsets.UTF_8);
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
		return record.isKnownToKernel(this.runtime.platform().processes().self().bootId()) && isLocal();
	}

	/**
	 * Tell whether the owner has not shown for a long time that it lives.
	 */
	boolean isStale(LockDescriptor file) {
		return age(file).compareTo(this.staleAfter) >= 0;
	}

	private Duration age(LockDescriptor file) {
		return this.ages.of(this.path, file, isLocal());
	}

	private boolean isLocal() {
		return this.runtime.directories().isLocal(this.path.getParent());
	}

}
