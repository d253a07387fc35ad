package dev.latchkey.internal.writer;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.LockFileFormat.Judgement;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.writer.WriterLockRecord.Decoded;
import dev.latchkey.internal.writer.WriterLockRecord.Malformed;
import dev.latchkey.internal.writer.WriterLockRecord.Valid;
import dev.latchkey.internal.writer.WriterLockView.State;

/**
 * Looks at a writer lock without wanting it.
 */
final class WriterLockInspection {

	private final EphemeralFiles files;

	private final LockId id;

	private final WriterFormat kind;

	WriterLockInspection(EphemeralFiles files, LockId id, WriterFormat kind) {
		this.files = files;
		this.id = id;
		this.kind = kind;
	}

	WriterLockView view() {
		WriterLockView view = LockFileReader.read(this.files.runtime(), this.id.path(), this::view);
		return (view != null) ? view : new WriterLockView(this.id.path(), State.FREE, null, null, List.of());
	}

	private WriterLockView view(OpenLockFile file) {
		byte[] content = file.read(this.kind.longest() + 1, 0);
		return view(file.isLocked() ? State.HELD : judge(content, file), WriterLockRecord.decode(content));
	}

	private State judge(byte[] content, OpenLockFile file) {
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
				(state == State.HELD) ? this.kind.owners(new LockHolders(this.files.runtime())) : List.of());
	}

}
