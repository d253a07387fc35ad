package dev.latchkey.spring;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * Tells guarded code about the lock that guards it.
 *
 * <p>
 * What is known here belongs to a thread: it is not passed on to others, and nothing is
 * left of it when the outermost section has ended. A method that returns a
 * {@link java.util.concurrent.CompletionStage} or a publisher is in its section until it
 * has returned; what it has begun finds the hold by
 * {@code ReactiveLockTemplate.current()} in a subscription, and must be handed it
 * otherwise.
 */
public final class LockContext {

	private static final ThreadLocal<@Nullable LockSection> innermost = new ThreadLocal<>();

	private LockContext() {
	}

	/**
	 * Return the hold of the innermost section that this thread is in. It is released at
	 * the end of the section, or of the transaction that keeps it; a guarded call that
	 * finds its hold closed earlier ends as if it were lost.
	 * @return the hold; empty outside of all sections, and in one that runs unlocked
	 */
	public static Optional<LockHold> current() {
		LockSection section = innermost();
		return (section != null) ? Optional.ofNullable(section.hold()) : Optional.empty();
	}

	static @Nullable LockSection innermost() {
		return LockSection.open(innermost.get());
	}

	/**
	 * Refuse to go on without a lock of a section that this thread is in.
	 * @throws LockLostException if one was lost
	 */
	static void requireHeld() {
		for (LockSection section = innermost(); section != null; section = section.outer()) {
			LockHold hold = section.hold();
			if (hold != null) {
				hold.requireHeld();
			}
		}
	}

	static void set(@Nullable LockSection section) {
		if (section != null) {
			innermost.set(section);
		}
		else {
			innermost.remove();
		}
	}

	/**
	 * Run something in a section that this thread has not entered, and leave it after.
	 */
	static void within(LockSection section, Runnable action) {
		LockSection before = innermost.get();
		innermost.set(section);
		try {
			action.run();
		}
		finally {
			set(before);
		}
	}

}
