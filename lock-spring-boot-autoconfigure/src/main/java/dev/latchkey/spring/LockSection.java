package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;

/**
 * The time in which guarded code runs: from {@link LockEngine#enter} to {@link #close()},
 * on one thread. Sections of a thread are closed in the reverse order of their beginning.
 */
public final class LockSection implements AutoCloseable {

	/** The section whose code must not run. It is never entered, so it needs no end. */
	static final LockSection SKIPPED = new LockSection(null, false, null);

	private final @Nullable LockHold hold;

	private final boolean joined;

	private final @Nullable LockSection outer;

	private LockSection(@Nullable LockHold hold, boolean joined, @Nullable LockSection outer) {
		this.hold = hold;
		this.joined = joined;
		this.outer = outer;
	}

	/** Begin a section that releases its hold at the end. */
	static LockSection locked(LockHold hold) {
		return begin(hold, false);
	}

	/** Begin a section within another one that has the same lock. */
	static LockSection joined(LockHold hold) {
		return begin(hold, true);
	}

	/** Begin a section that excludes nobody. */
	static LockSection unlocked() {
		return begin(null, false);
	}

	private static LockSection begin(@Nullable LockHold hold, boolean joined) {
		LockSection section = new LockSection(hold, joined, LockContext.innermost());
		LockContext.set(section);
		return section;
	}

	/**
	 * Tell whether the guarded code must not run.
	 * @return whether the lock was busy and the request said to skip
	 */
	public boolean isSkipped() {
		return this == SKIPPED;
	}

	@Nullable LockHold hold() {
		return this.hold;
	}

	@Nullable LockSection outer() {
		return this.outer;
	}

	/**
	 * End the section, and release its lock unless an outer section has it.
	 */
	@Override
	public void close() {
		if (isSkipped()) {
			return;
		}
		LockContext.set(this.outer);
		if (this.hold != null && !this.joined) {
			this.hold.close();
		}
	}

}
