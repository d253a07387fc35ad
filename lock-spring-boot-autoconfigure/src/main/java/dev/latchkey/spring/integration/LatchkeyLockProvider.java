package dev.latchkey.spring.integration;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;

import dev.latchkey.LockListener;
import dev.latchkey.heldfile.HeldFileLocks;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;

/**
 * File locks as a {@link LockProvider} of ShedLock, for scheduled jobs of several
 * processes of one machine.
 *
 * <p>
 * The lock of a name is the held file lock of that name, so it also excludes what is
 * locked by an annotation or a template of Latchkey. It ends when the job does, or the
 * process. Besides:
 * <ul>
 * <li>at {@code lockAtMostFor} a process whose job goes on gives its own lock up, and
 * reports it {@link LockListener#lost lost}. A process that is stopped cannot do so: its
 * lock stays until it goes on or ends;
 * <li>before {@code lockAtLeastFor} is over no provider gives the lock again, in any
 * process, whether the job has ended or its process was killed or restarted. Other ways
 * to acquire the lock do not heed that time.
 * </ul>
 */
public final class LatchkeyLockProvider implements ExtensibleLockProvider {

	private final HeldFileLocks locks;

	private final LockDirectory directory;

	private final ScheduledExecutorService alarms = alarms();

	/**
	 * Create a provider.
	 * @param locks the held file locks
	 * @param directory where the files of the locks are
	 */
	public LatchkeyLockProvider(HeldFileLocks locks, LockDirectory directory) {
		this.locks = locks;
		this.directory = directory;
	}

	/** One daemon thread, which is there only while something may have to be given up. */
	private static ScheduledExecutorService alarms() {
		ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "latchkey-lock-at-most-for");
			thread.setDaemon(true);
			return thread;
		});
		alarms.setRemoveOnCancelPolicy(true);
		alarms.setKeepAliveTime(10, TimeUnit.SECONDS);
		alarms.allowCoreThreadTimeOut(true);
		return alarms;
	}

	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		Path file = this.directory.file(new LockName(configuration.getName(), null));
		return this.locks.tryAcquirePaced(file, configuration.getLockAtLeastUntil())
			.map((hold) -> new LatchkeySimpleLock(configuration,
					new LatchkeyLimitedHold(hold, this.alarms, configuration)));
	}

}
