package dev.latchkey.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.Owner;
import dev.latchkey.file.Liveness;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.PublishedFiles;
import dev.latchkey.file.PublishedHold;
import dev.latchkey.file.PublishedKind;

/**
 * Writes and judges pid files.
 */
final class PidFileKind implements PublishedKind<PublishedHold> {

	private final PublishedFiles files;

	private final LockId id;

	private final Liveness liveness;

	PidFileKind(PublishedFiles files, LockId id) {
		this.files = files;
		this.id = id;
		this.liveness = new Liveness(files.runtime());
	}

	@Override
	public int longest() {
		return PidFileContent.LONGEST;
	}

	@Override
	public byte[] content(long token) {
		return PidFileContent.format(this.files.runtime().platform().processes().self().pid());
	}

	/** Whatever the file says: programs without flock do not lock it. */
	@Override
	public boolean isLockedByOwner(byte[] content) {
		return true;
	}

	/**
	 * All who claim write under the mutex, which we have: an empty file is what one of
	 * them left who died.
	 */
	@Override
	public Judgement judge(byte[] content, Supplier<Duration> age) {
		PidFileContent parsed = PidFileContent.parse(content);
		return switch (parsed.kind()) {
			case NUMBER -> mayRun(parsed.pid(), age) ? Judgement.ALIVE : Judgement.DEAD;
			case EMPTY -> Judgement.DEAD;
			case MALFORMED -> throw malformed(this.id);
		};
	}

	/**
	 * Tell whether the process that a file names runs, if nobody has the file locked.
	 * @param pid the number in the file
	 * @param age the time since the file was written
	 * @return whether it may be the one that wrote the file
	 */
	boolean mayRun(long pid, Supplier<Duration> age) {
		return this.liveness.mayHaveWritten(pid, Instant.now().minus(age.get()));
	}

	static LockFileException malformed(LockId id) {
		return new LockFileException(id.path(), "is not a pid file: it has something else than the number of a process",
				0, "It is left alone: move it away, or choose another path for the pid file");
	}

	@Override
	public OptionalLong named(byte[] content) {
		PidFileContent parsed = PidFileContent.parse(content);
		return (parsed.kind() == PidFileContent.Kind.NUMBER) ? OptionalLong.of(parsed.pid()) : OptionalLong.empty();
	}

	@Override
	public List<Owner> owners(LockOwners look) {
		return this.files.owners(look, this.id, this, this::named);
	}

	@Override
	public PublishedHold hold(long token, LockDescriptor file) {
		return new PidFileHold(this.files, this.id, token, file);
	}

	/**
	 * A pid file that is ours.
	 */
	private static final class PidFileHold extends PublishedHold {

		PidFileHold(PublishedFiles files, LockId id, long token, LockDescriptor file) {
			super(files, id, token, files.runtime().checkInterval(), file);
		}

	}

}
