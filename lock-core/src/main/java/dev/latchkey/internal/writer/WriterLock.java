package dev.latchkey.internal.writer;

import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.WriterHold;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;

/**
 * The lock of a data file.
 */
public final class WriterLock extends FileLock<WriterHold> {

	private final EphemeralFiles files;

	private final LockId id;

	private final LockOptions options;

	WriterLock(EphemeralFiles files, LockId id, LockOptions options) {
		this.files = files;
		this.id = id;
		this.options = options;
	}

	@Override
	protected LockAcquirer<WriterHold> acquirer() {
		return new LockAcquirer<>(this.files.runtime(), new EphemeralProtocol<>(this.files, this.id, format()),
				this.options.tier());
	}

	private WriterFormat format() {
		return new WriterFormat(this.files, this.id, this.options);
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public LockInspection inspect() {
		return new WriterInspector(this.files, this.id, format()).inspect();
	}

	@Override
	public WriterLock with(LockOptions other) {
		return new WriterLock(this.files, this.id, other);
	}

}
