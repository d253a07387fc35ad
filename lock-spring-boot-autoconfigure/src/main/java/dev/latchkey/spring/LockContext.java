package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;

/**
 * Tells guarded code about the lock that guards it.
 *
 * <p>
 * What is known here belongs to a thread: it is not passed on to others, and nothing is
 * left of it when the outermost section has ended.
 */
public final class LockContext {

	private static final ThreadLocal<@Nullable LockSection> innermost = new ThreadLocal<>();

	private LockContext() {
	}

	/**
	 * Return the hold of the innermost section that this thread is in.
	 * @return the hold; empty outside of all sections, and in one that runs unlocked
	 */
	public static Optional<LockHold> current() {
		LockSection section = innermost.get();
		return (section != null) ? Optional.ofNullable(section.hold()) : Optional.empty();
	}

	static @Nullable LockSection innermost() {
		return innermost.get();
	}

	/**
	 * Find this thread's hold of a lock, whatever it has entered since.
	 * @param file the lock's file
	 * @return the hold, or {@code null} if there is none
	 */
	static @Nullable LockHold find(Path file) {
		for (LockSection section = innermost.get(); section != null; section = section.outer()) {
			LockHold hold = section.hold();
			if (hold != null && hold.id().path().equals(file)) {
				return hold;
			}
		}
		return null;
	}

	static void set(@Nullable LockSection section) {
		if (section != null) {
			innermost.set(section);
		}
		else {
			innermost.remove();
		}
	}

}
