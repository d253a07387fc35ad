package dev.latchkey;

import java.util.ServiceLoader;

/**
 * Watches the order in which tasks acquire locks. A lock that stands on a
 * {@link LockTier} asks it before anything is locked.
 */
public interface LockOrder {

	/**
	 * The order that watches nothing.
	 */
	LockOrder NONE = new LockOrder() {

		@Override
		public Position enter(LockTier tier, LockId lock) {
			return Position.NONE;
		}

		@Override
		public void check(LockTier tier, LockId lock) {
		}

	};

	/**
	 * Return the order that locks use unless they are given another: it logs.
	 * @return the order that comes with Latchkey
	 */
	static LockOrder standard() {
		return ServiceLoader.load(LockOrder.class, LockOrder.class.getClassLoader()).findFirst().orElse(NONE);
	}

	/**
	 * The calling task is about to acquire a lock, and has it until it leaves.
	 * @param tier the tier that the lock stands on
	 * @param lock the lock
	 * @return what is left when the lock was not had, or is released
	 * @throws LockOrderException if the task must not acquire it now, and this order
	 * insists
	 */
	Position enter(LockTier tier, LockId lock);

	/**
	 * The calling task is about to let a lock be acquired by somebody else, such as a
	 * future.
	 * @param tier the tier that the lock stands on
	 * @param lock the lock
	 * @throws LockOrderException if the task must not acquire it now, and this order
	 * insists
	 */
	void check(LockTier tier, LockId lock);

	/**
	 * A lock's place among those that a task has.
	 */
	interface Position {

		/**
		 * The place of a lock that stands on no tier.
		 */
		Position NONE = () -> {
		};

		/**
		 * The lock is not held any more. Any thread may tell; telling it again does
		 * nothing.
		 */
		void leave();

	}

}
