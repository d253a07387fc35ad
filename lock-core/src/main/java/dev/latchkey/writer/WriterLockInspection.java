package dev.latchkey.writer;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.PublishedFiles;
import dev.latchkey.file.PublishedKind.Judgement;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.writer.WriterLockRecord.Decoded;
import dev.latchkey.writer.WriterLockRecord.Malformed;
import dev.latchkey.writer.WriterLockRecord.Valid;
import dev.latchkey.writer.WriterLockView.State;

/**
 * Looks at a writer lock without wanting it.
 */
final class WriterLockInspection {

	private final PublishedFiles files;

	private final LockId id;

	private final WriterKind kind;

	WriterLockInspection(PublishedFiles files, LockId id, WriterKind kind) {
		this.files = files;
		this.id = id;
		this.kind = kind;
	}

	WriterLockView view() {
		NativePath path = NativePath.of(this.id.path());
		for (LockDescriptor file = open(path); file != null; file = open(path)) {
			try {
				byte[] content = file.read(this.kind.longest() + 1, 0);
				State state = file.isLocked() ? State.HELD : judge(content, file);
				if (file.isNamed()) {
					return view(state, WriterLockRecord.decode(content));
				}
			}
			finally {
				file.close();
			}
		}
		return new WriterLockView(this.id.path(), State.FREE, null, null, List.of());
	}

	private @Nullable LockDescriptor open(NativePath path) {
		return LockDescriptor.openToLook(this.files.runtime(), path);
	}

	private State judge(byte[] content, LockDescriptor file) {
		try {
			return (this.kind.judge(content, () -> this.files.age(this.id.path(), file)) == Judgement.ALIVE)
					? State.HELD : State.STALE;
		}
		catch (LockFileException ex) {
			return State.FOREIGN;
		}
	}

	private WriterLockView view(State state, Decoded decoded) {
		WriterLockRecord record = (decoded instanceof Valid valid) ? valid.content() : null;
		String problem = (decoded instanceof Malformed malformed) ? malformed.problem() : null;
		return new WriterLockView(this.id.path(), state, record, problem,
				(state == State.HELD) ? this.kind.owners(new LockOwners(this.files.runtime())) : List.of());
	}

}
