package dev.latchkey.order;

import dev.latchkey.LockOrderException;

/**
 * The entry into a section whose thread waits for tasks of a pool, and may run other
 * tasks of that pool meanwhile: {@code ForkJoinTask.join}, a parallel stream,
 * {@code invokeAll}, or a pool whose tasks all wait for further tasks of the same pool.
 *
 * <p>
 * A task that takes a pack there may wait for a thread that has the pack and waits for
 * that task. So a task that has a pack must not enter, and must not take one inside. The
 * boundary is explicit, because a thread cannot see that it waits in this way:
 * <pre>{@code
 * try (TierScope section = boundary.enter("hash all files")) {
 *     files.parallelStream().forEach(this::hash);
 * }
 * }</pre>
 */
public final class PoolBoundary {

	private final LockTiers tiers;

	/**
	 * Create a boundary.
	 * @param tiers what becomes of those who break it
	 */
	public PoolBoundary(LockTiers tiers) {
		this.tiers = tiers;
	}

	/**
	 * Enter a section.
	 * @param section what is done there, for messages
	 * @return the stay in the section, to be closed at its end
	 * @throws LockOrderException if this task has a pack, and the order insists
	 */
	public TierScope enter(String section) {
		return this.tiers.isOn() ? TaskStack.current().push(null, section, this.tiers.reports()) : TierScope.NONE;
	}

}
