package dev.latchkey.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that rings many alarms, each when it is due. Setting and removing an
 * alarm costs no wake-up of the thread, unless the alarm is due before all others: the
 * thread sleeps until the earliest time that it knows of, and looks at all alarms then.
 *
 * <p>
 * {@code nextRound} is when the thread will look next. While it looks, that is a time
 * beyond all alarms, so whoever sets an alarm meanwhile raises {@code changed}, and it
 * looks again. Whoever sets an alarm before that is seen by the look that follows. The
 * flag is needed beside the unpark because what rings may itself park, and use that up.
 */
final class Alarms {

	private static final Logger logger = System.getLogger(Alarms.class.getName());

	private static final long LONGEST_SLEEP_NANOS = 3_600_000_000_000L;

	private final String name;

	private final LongSupplier nanoTime;

	private final ThreadFactory threads;

	private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();

	private volatile long nextRound;

	private volatile boolean changed;

	private volatile @Nullable Thread thread;

	Alarms(String name) {
		this(name, System::nanoTime, (task) -> new Thread(task, name));
	}

	Alarms(String name, LongSupplier nanoTime, ThreadFactory threads) {
		this.name = name;
		this.nanoTime = nanoTime;
		this.threads = threads;
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	void set(Alarm alarm) {
		this.alarms.add(alarm);
		Thread thread = this.thread;
		if (thread == null) {
			start();
		}
		else if (alarm.due() - this.nextRound < 0) {
			this.changed = true;
			LockSupport.unpark(thread);
		}
	}

	void remove(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	int size() {
		return this.alarms.size();
	}

	private synchronized void start() {
		if (this.thread == null) {
			Thread thread = this.threads.newThread(this::run);
			thread.setDaemon(true);
			this.nextRound = now();
			this.thread = thread;
			thread.start();
		}
	}

	private void run() {
		while (true) {
			this.changed = false;
			this.nextRound = now() + LONGEST_SLEEP_NANOS;
			long next = round();
			this.nextRound = next;
			if (!this.changed) {
				LockSupport.parkNanos(this, Math.max(1, next - now()));
			}
		}
	}

	/**
	 * Ring what is due.
	 * @return when to look again
	 */
	long round() {
		long next = now() + LONGEST_SLEEP_NANOS;
		for (Alarm alarm : this.alarms) {
			if (alarm.due() - now() <= alarm.tolerance()) {
				ring(alarm);
			}
			if (this.alarms.contains(alarm) && alarm.due() - next < 0) {
				next = alarm.due();
			}
		}
		return next;
	}

	private void ring(Alarm alarm) {
		try {
			alarm.ring();
		}
		catch (RuntimeException ex) {
			logger.log(Level.WARNING, "An alarm of " + this.name + " failed", ex);
		}
	}

	/**
	 * Something to be done at a time. Ringing moves its time on, or removes it.
	 */
	interface Alarm {

		/**
		 * Return when it is due.
		 * @return a time of the monotonic clock
		 */
		long due();

		/**
		 * Return how much earlier it may ring, to be rung together with others.
		 * @return nanoseconds
		 */
		long tolerance();

		/**
		 * Do it.
		 */
		void ring();

	}

}
