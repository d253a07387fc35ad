package dev.latchkey.writer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.PublishedKind.Judgement;
import dev.latchkey.file.PublishedProtocol;
import dev.latchkey.platform.NativePath;
import dev.latchkey.writer.WriterLockRecord.Decoded;
import dev.latchkey.writer.WriterLockRecord.Malformed;
import dev.latchkey.writer.WriterLockRecord.Valid;
import dev.latchkey.writer.WriterLockView.State;

/**
 * Looks at a writer lock without wanting it. The clock of the filesystem is read by
 * writing, so this process's own must do.
 */
final class WriterLockInspection {

	private final LockRuntime runtime;

	private final LockId id;

	private final WriterKind kind;

	WriterLockInspection(LockRuntime runtime, LockId id, WriterKind kind) {
		this.runtime = runtime;
		this.id = id;
		this.kind = kind;
	}

	WriterLockView view(PublishedProtocol<?> protocol) {
		NativePath path = NativePath.of(this.id.path());
		for (LockDescriptor file = open(path); file != null; file = open(path)) {
			try {
				byte[] content = file.read(this.kind.longest() + 1, 0);
				State state = file.isLocked() ? State.HELD : judge(content, file);
				if (file.isNamed()) {
					return view(state, WriterLockRecord.decode(content), protocol);
				}
			}
			finally {
				file.close();
			}
		}
		return new WriterLockView(this.id.path(), State.FREE, null, null, List.of());
	}

	private @Nullable LockDescriptor open(NativePath path) {
		return LockDescriptor.openToLook(this.runtime, path);
	}

	private State judge(byte[] content, LockDescriptor file) {
		try {
			return (this.kind.judge(content, () -> ageOf(file)) == Judgement.ALIVE) ? State.HELD : State.STALE;
		}
		catch (LockFileException ex) {
			return State.FOREIGN;
		}
	}

	private static Duration ageOf(LockDescriptor file) {
		return Duration.between(Instant.EPOCH.plus(file.modifiedMicros(), ChronoUnit.MICROS), Instant.now());
	}

	private WriterLockView view(State state, Decoded decoded, PublishedProtocol<?> protocol) {
		WriterLockRecord record = (decoded instanceof Valid valid) ? valid.content() : null;
		String problem = (decoded instanceof Malformed malformed) ? malformed.problem() : null;
		return new WriterLockView(this.id.path(), state, record, problem,
				(state == State.HELD) ? protocol.owners() : List.of());
	}

}
