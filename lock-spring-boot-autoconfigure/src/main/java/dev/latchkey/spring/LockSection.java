package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * The time in which guarded code runs: from {@link LockExecutor#enter} to
 * {@link #close()}.
 *
 * <p>
 * A section of a thread is closed by that thread, in the reverse order of beginning. One
 * that is handed over, to a stage or a subscription, is closed by whichever thread ends
 * that.
 */
public final class LockSection implements AutoCloseable {

	private final Outcome outcome;

	private final LockRef target;

	private final @Nullable SharedHold hold;

	private final @Nullable LockSection outer;

	private final AtomicBoolean closed = new AtomicBoolean();

	private boolean onThread;

	private @Nullable Runnable scope;

	private LockSection(Outcome outcome, LockRef target, @Nullable SharedHold hold, @Nullable LockSection outer) {
		this.outcome = outcome;
		this.target = target;
		this.hold = hold;
		this.outer = outer;
	}

	/** Make a section that has a lock. */
	static LockSection locked(LockRef target, SharedHold hold, @Nullable LockSection outer) {
		return new LockSection(Outcome.LOCKED, target, hold, outer);
	}

	/** Make a section that has no lock, because it was busy. */
	static LockSection busy(Outcome outcome, LockRef target, @Nullable LockSection outer) {
		return new LockSection(outcome, target, null, outer);
	}

	/**
	 * Tell whether the guarded code must not run.
	 * @return whether the lock was busy and the request said to skip
	 */
	public boolean isSkipped() {
		return this.outcome == Outcome.SKIPPED;
	}

	/**
	 * Tell whether other code must run instead of the guarded code.
	 * @return whether the lock was busy and the request said to fall back
	 */
	public boolean isFallback() {
		return this.outcome == Outcome.FALLBACK;
	}

	LockRef target() {
		return this.target;
	}

	@Nullable LockHold hold() {
		return (this.hold != null) ? this.hold.hold() : null;
	}

	/** As {@link SharedHold#isAtServer()} of the hold that it ends. */
	boolean endsAtServer() {
		return this.hold != null && this.hold.isAtServer();
	}

	/** Let a transaction have the hold too. */
	void keepIn(CallerTransaction transaction) {
		if (this.hold != null) {
			transaction.keep(this.hold);
		}
	}

	/**
	 * Return the section that this one is in, or this one, whichever has not ended.
	 */
	static @Nullable LockSection open(@Nullable LockSection innermost) {
		LockSection section = innermost;
		while (section != null && section.closed.get()) {
			section = section.outer;
		}
		return section;
	}

	@Nullable LockSection outer() {
		return open(this.outer);
	}

	/**
	 * Find the hold of a lock among a section and those that it is in.
	 * @param innermost the section, or {@code null} for none
	 * @param file the lock's file
	 * @return the hold, or {@code null} if none has it
	 */
	static @Nullable SharedHold find(@Nullable LockSection innermost, Path file) {
		for (LockSection section = open(innermost); section != null; section = section.outer()) {
			if (section.hold != null && section.hold.isOf(file)) {
				return section.hold;
			}
		}
		return null;
	}

	/** Let the calling thread be in this section, if its code runs at all. */
	LockSection begin() {
		if (this.outcome == Outcome.LOCKED || this.outcome == Outcome.UNLOCKED) {
			this.onThread = true;
			LockContext.set(this);
			this.scope = observe();
		}
		return this;
	}

	/** Let the calling thread be observed as a part of the hold, until that is ended. */
	private @Nullable Runnable observe() {
		return (this.hold != null) ? this.hold.observe() : null;
	}

	/** What the hold is observed as, if there is one. */
	@Nullable Object observation() {
		return (this.hold != null) ? this.hold.observation() : null;
	}

	/** Let the calling thread be in this section while it does something. */
	void within(Runnable action) {
		LockContext.within(this, () -> {
			Runnable scope = observe();
			try {
				action.run();
			}
			finally {
				if (scope != null) {
					scope.run();
				}
			}
		});
	}

	/** Let the calling thread leave this section, which goes on elsewhere. */
	void handOver() {
		if (this.onThread) {
			this.onThread = false;
			LockContext.set(this.outer);
			if (this.scope != null) {
				this.scope.run();
			}
		}
	}

	/**
	 * End the section, and release its lock unless another section or a transaction has
	 * it too. Ending it again does nothing.
	 * @throws LockLostException if the lock is not held any more: the guarded code may
	 * not have been alone
	 */
	@Override
	public void close() {
		handOver();
		if (this.closed.compareAndSet(false, true) && this.hold != null) {
			this.hold.leave();
		}
	}

	/**
	 * End the section because its code has failed. What goes wrong is added to that.
	 */
	void closeAfter(Throwable failure) {
		try {
			close();
		}
		catch (RuntimeException ex) {
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
		}
	}

	/** How a lock was entered. */
	enum Outcome {

		LOCKED, UNLOCKED, SKIPPED, FALLBACK

	}

}
