package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.LockHold;

/**
 * An admission that can be closed and opened again, and knows who is inside. While it is
 * closed, a thread that holds a lock may still acquire others, which its work may need to
 * come to an end.
 *
 * <p>
 * {@code guard} protects the passages. A thread is interrupted only with it, and a
 * passage ends only with it, so an interrupt never reaches a thread that has left.
 */
public final class DrainingAdmission implements LockAdmission {

	private final ReentrantLock guard = new ReentrantLock();

	private final Condition left = this.guard.newCondition();

	private final Set<Passage> passages = new LinkedHashSet<>();

	private boolean open = true;

	@Override
	public LockHold acquire(Path file, Acquisition acquisition) throws InterruptedException {
		Passage passage = enter(file);
		LockHold hold;
		try {
			hold = acquisition.acquire();
		}
		catch (InterruptedException | RuntimeException | Error ex) {
			if (leave(passage)) {
				throw new LockShutdownException(file, ex);
			}
			throw ex;
		}
		if (!arrive(passage)) {
			hold.close();
			leave(passage);
			throw new LockShutdownException(file, null);
		}
		return new AdmittedHold(hold, this, passage);
	}

	private Passage enter(Path file) {
		Passage passage = new Passage(file, Thread.currentThread());
		this.guard.lock();
		try {
			if (!this.open && this.passages.stream().noneMatch(passage::isWithin)) {
				throw new LockShutdownException(file, null);
			}
			this.passages.add(passage);
			return passage;
		}
		finally {
			this.guard.unlock();
		}
	}

	private boolean arrive(Passage passage) {
		this.guard.lock();
		try {
			if (!passage.isRefused()) {
				passage.hold();
			}
			return passage.isHolding();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * End a passage.
	 * @return whether it was refused; the interrupt that told it so is taken back
	 */
	@CanIgnoreReturnValue
	boolean leave(Passage passage) {
		this.guard.lock();
		try {
			this.passages.remove(passage);
			this.left.signalAll();
			if (passage.isRefused()) {
				boolean unused = Thread.interrupted();
			}
			return passage.isRefused();
		}
		finally {
			this.guard.unlock();
		}
	}

	void leaveThread(Passage passage) {
		this.guard.lock();
		try {
			passage.leaveThread();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Admit everybody again.
	 */
	void open() {
		this.guard.lock();
		try {
			this.open = true;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Admit nobody any more, and end the waits of those who do not have their lock yet.
	 */
	void close() {
		this.guard.lock();
		try {
			this.open = false;
			this.passages.stream()
				.filter((passage) -> this.passages.stream().noneMatch(passage::isWithin))
				.forEach(Passage::refuse);
		}
		finally {
			this.guard.unlock();
		}
	}

	/** Wait until all have left but the calling thread, which cannot while it waits. */
	boolean awaitLeft(Duration timeout) throws InterruptedException {
		long remaining = TimeUnit.NANOSECONDS.convert(timeout);
		this.guard.lockInterruptibly();
		try {
			while (!others().isEmpty() && remaining > 0) {
				remaining = this.left.awaitNanos(remaining);
			}
			return others().isEmpty();
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Interrupt all threads that are inside, but the calling one.
	 */
	void interrupt() {
		this.guard.lock();
		try {
			others().forEach(Passage::interrupt);
		}
		finally {
			this.guard.unlock();
		}
	}

	/** Describe who is inside, without the calling thread. */
	String describe() {
		this.guard.lock();
		try {
			return others().toString();
		}
		finally {
			this.guard.unlock();
		}
	}

	private List<Passage> others() {
		return this.passages.stream().filter((passage) -> !passage.isOf(Thread.currentThread())).toList();
	}

}
