package dev.latchkey;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A lock was busy for as long as the caller was willing to wait.
 */
public class LockTimeoutException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	// Not serialized: a path has no meaning elsewhere.
	private final transient LockId id;

	private final transient List<LockHolder> owners;

	private final Duration waited;

	/**
	 * Create an exception.
	 * @param id the lock
	 * @param waited how long was waited
	 * @param owners who holds it, as far as is known
	 */
	public LockTimeoutException(LockId id, Duration waited, List<LockHolder> owners) {
		super("The " + id + " is busy: waited " + waited.toMillis() + " ms, " + describe(id, owners));
		this.id = id;
		this.waited = waited;
		this.owners = List.copyOf(owners);
	}

	/**
	 * Create an exception for a lock that is not held, but must not be acquired yet.
	 * @param id the lock
	 * @param waited how long was waited
	 * @param reason why it must not be acquired, as the end of a sentence
	 */
	public LockTimeoutException(LockId id, Duration waited, String reason) {
		super("The " + id + " is busy: waited " + waited.toMillis() + " ms, " + reason);
		this.id = id;
		this.waited = waited;
		this.owners = List.of();
	}

	private static String describe(LockId id, List<LockHolder> owners) {
		if (owners.isEmpty()) {
			return (id.kind() == LockType.REGISTRY) ? "the registry of locks does not name its holder"
					: "its holder could not be found";
		}
		return "held by " + owners.stream().map(LockHolder::toString).collect(Collectors.joining(" and "));
	}

	/**
	 * Return the lock that was busy.
	 * @return the identity of the lock
	 */
	public LockId id() {
		return this.id;
	}

	/**
	 * Return who held the lock when the wait ran out. Empty means unknown, never free.
	 * @return the owners
	 */
	public List<LockHolder> owners() {
		return this.owners;
	}

	/**
	 * Return how long was waited.
	 * @return the time waited
	 */
	public Duration waited() {
		return this.waited;
	}

}
