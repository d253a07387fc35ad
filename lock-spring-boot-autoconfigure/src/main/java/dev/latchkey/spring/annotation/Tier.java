package dev.latchkey.spring.annotation;

/**
 * Where a lock stands in the global lock order: a call that holds a lock may ask for
 * locks of later tiers only.
 */
public enum Tier {

	/**
	 * Nowhere: the order does not matter.
	 */
	NONE,

	/**
	 * The whole workspace is being synchronised.
	 */
	WORKSPACE_SYNC,

	/**
	 * A permit of the scheduler, which bounds how much is done at once.
	 */
	SEMAPHORE,

	/**
	 * One pack, as {@link PackLock} locks it.
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
