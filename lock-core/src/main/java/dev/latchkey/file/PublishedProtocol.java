package dev.latchkey.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.Owner;

/**
 * Acquires one lock with a published file: mutex, look, publish, look again.
 *
 * @param <H> the kind of hold
 */
public final class PublishedProtocol<H extends PublishedHold> implements LockProtocol<H> {

	/**
	 * How long a try puts up with others in the mutex, which they have for microseconds.
	 */
	private static final Duration MUTEX_LIMIT = Duration.ofSeconds(1);

	/** How long after replacing a foreign file its name is looked at once more. */
	private static final long FOREIGN_RECHECK_NANOS = 20_000_000;

	private final LockRuntime runtime;

	private final LockId id;

	private final Path mutex;

	private final PublishedKind<H> kind;

	/**
	 * Create a protocol for one acquisition.
	 * @param runtime the runtime
	 * @param id the lock
	 * @param mutex the standing file beside it
	 * @param kind what is in the published file
	 */
	public PublishedProtocol(LockRuntime runtime, LockId id, Path mutex, PublishedKind<H> kind) {
		this.runtime = runtime;
		this.id = id;
		this.mutex = mutex;
		this.kind = kind;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	private PublishedName name() {
		return new PublishedName(this.runtime, this.id.path(), this.mutex, this.kind);
	}

	@Override
	public @Nullable H tryAcquire(Duration patience) {
		Deadline deadline = Deadline.after(patience);
		return using((name) -> {
			while (true) {
				requireMutex(name, patience);
				PublishedLook look = look(name);
				switch (look.verdict()) {
					case OURS, OURS_FROM_FOREIGN -> {
						H hold = hold(name, look);
						if (hold != null) {
							return hold;
						}
					}
					case ALIVE, PERHAPS_ALIVE -> {
						look.close();
						return null;
					}
					case PROBED -> {
						look.close();
						if (deadline.hasCome()) {
							throw LockFailures.probed(this.runtime, this.id.path());
						}
					}
					case GONE -> {
					}
				}
			}
		});
	}

	@Override
	public @Nullable H acquire(Deadline deadline) throws InterruptedException {
		return using((name) -> {
			while (name.mutex().lock(deadline)) {
				PublishedLook look = look(name);
				switch (look.verdict()) {
					case OURS, OURS_FROM_FOREIGN -> {
						H hold = hold(name, look);
						if (hold != null) {
							return hold;
						}
					}
					case ALIVE, PROBED -> awaitNews(look, deadline);
					case PERHAPS_ALIVE -> poll(deadline);
					case GONE -> {
					}
				}
				if (deadline.hasCome()) {
					return null;
				}
			}
			return null;
		});
	}

	/**
	 * Remove the file that has the name if its owner is dead.
	 * @param owner tells from a file that nobody has locked whether its owner is dead
	 */
	public void removeDead(DeadOwner owner) {
		this.runtime.directories().ensure(this.id.path().getParent());
		PublishedName name = name();
		try {
			requireMutex(name, MUTEX_LIMIT);
			name.removeIf(owner);
		}
		finally {
			name.mutex().release();
		}
	}

	private <E extends Exception> @Nullable H using(Step<H, E> step) throws E {
		this.runtime.directories().ensure(this.id.path().getParent());
		PublishedName name = name();
		H hold = null;
		try {
			hold = step.take(name);
			return hold;
		}
		finally {
			if (hold == null) {
				name.mutex().release();
			}
		}
	}

	private static PublishedLook look(PublishedName name) {
		PublishedLook look = name.look();
		boolean unlocked = false;
		try {
			name.mutex().unlock();
			unlocked = true;
			return look;
		}
		finally {
			if (!unlocked) {
				look.close();
			}
		}
	}

	/**
	 * A file of ours must still have its name when it is returned: only programs that
	 * know no mutex could have taken it.
	 */
	private @Nullable H hold(PublishedName name, PublishedLook look) {
		LockDescriptor file = look.file();
		if (file == null) {
			return null;
		}
		boolean ours = false;
		try {
			if (look.verdict() == PublishedLook.Verdict.OURS_FROM_FOREIGN) {
				LockSupport.parkNanos(FOREIGN_RECHECK_NANOS);
			}
			ours = file.isNamed();
			return ours ? this.kind.hold(name, file) : null;
		}
		finally {
			if (!ours) {
				file.close();
			}
		}
	}

	/**
	 * What wakes us is not the lock, only news: the file has no name by then, or nobody
	 * owns it any more.
	 */
	private void awaitNews(PublishedLook look, Deadline deadline) throws InterruptedException {
		LockDescriptor file = look.file();
		try {
			if (file != null && !deadline.hasCome() && file.await(deadline.atMost(this.runtime.longestPark()))) {
				file.unlock();
			}
		}
		finally {
			look.close();
		}
	}

	private void poll(Deadline deadline) throws InterruptedException {
		LockSupport.parkNanos(this, Math.min(this.runtime.pollInterval().toNanos(), deadline.remainingNanos()));
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	private void requireMutex(PublishedName name, Duration patience) {
		if (!name.mutex().lockUninterruptibly(Deadline.after(patience))) {
			LockOwners table = new LockOwners(this.runtime);
			List<Owner> owners = table.of(this.mutex);
			throw new LockFileException(this.mutex,
					"stayed locked for " + patience.toMillis() + " ms by "
							+ (owners.isEmpty() ? table.sharers(this.mutex) : owners),
					0, "It is needed for microseconds only: see why that process is stopped");
		}
	}

	@Override
	public List<Owner> owners() {
		List<Owner> owners = LockOwners.ofBusy(this.runtime, this.id.path());
		if (!owners.isEmpty()) {
			return owners;
		}
		byte[] content = name().content();
		if (content == null) {
			return List.of();
		}
		// A program without flock, or one that the kernel does not show us.
		LongStream announced = this.kind.announced(content).stream();
		return announced.mapToObj((pid) -> LockOwners.announced(this.runtime, pid)).toList();
	}

	/**
	 * Tells whether the owner of a file is dead.
	 */
	public interface DeadOwner {

		/**
		 * Judge a file that nobody has locked.
		 * @param content what the file says
		 * @return whether its owner is dead
		 */
		boolean wrote(byte[] content);

	}

	private interface Step<H extends PublishedHold, E extends Exception> {

		@Nullable H take(PublishedName name) throws E;

	}

}
