package dev.latchkey;

/**
 * The places of the global lock order, first to last. A task that holds a lock may wait
 * for locks of later tiers only; so no two tasks can wait for each other, whatever locks
 * they use.
 *
 * <p>
 * Any lock can be put on a tier. A task has at most one lock of each tier at a time.
 */
public enum LockTier {

	/**
	 * The whole workspace is being synchronised.
	 */
	WORKSPACE_SYNC,

	/**
	 * A permit of the scheduler, which bounds how much is done at once.
	 */
	SEMAPHORE,

	/**
	 * One pack, whose life-cycle methods must not run twice at once.
	 */
	PER_PACK,

	/**
	 * The repository that a pack's content comes from.
	 */
	BACKEND,

	/**
	 * The workspace's manifest.
	 */
	MANIFEST

}
