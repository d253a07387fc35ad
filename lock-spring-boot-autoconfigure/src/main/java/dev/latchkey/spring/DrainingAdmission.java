package dev.latchkey.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;

/**
 * An admission that can be closed and opened again, and knows who is inside. While it is
 * closed, who holds a lock may still acquire others, which the work may need to come to
 * an end.
 *
 * <p>
 * {@code guard} protects the passages. A thread is interrupted only with it, and a
 * passage ends only with it, so an interrupt never reaches a thread that has left.
 * Futures are completed without it.
 */
public final class DrainingAdmission implements LockAdmission {

	private final ReentrantLock guard = new ReentrantLock();

	private final Condition left = this.guard.newCondition();

	/** Those inside, with how to end a wait that has no thread. */
	private final Map<Passage, Runnable> passages = new LinkedHashMap<>();

	private boolean open = true;

	@Override
	public LockHold acquire(Supplier<LockId> lock, boolean within, LockAcquirer acquisition)
			throws InterruptedException {
		Passage passage = new Passage(lock, within, Thread.currentThread());
		enter(passage, within, () -> {
		});
		LockHold hold;
		try {
			hold = acquisition.acquire();
		}
		catch (InterruptedException | RuntimeException | Error ex) {
			if (leave(passage)) {
				throw passage.refusal(ex);
			}
			throw ex;
		}
		if (!arrive(passage, hold)) {
			hold.close();
			leave(passage);
			throw passage.refusal(null);
		}
		return new AdmittedHold(hold, () -> leave(passage));
	}

	@Override
	public CompletableFuture<LockHold> acquireAsync(Supplier<LockId> lock, boolean within,
			Supplier<? extends CompletableFuture<? extends LockHold>> acquisition) {
		CompletableFuture<LockHold> admitted = new CompletableFuture<>();
		Passage passage = new Passage(lock, within, null);
		try {
			enter(passage, within, () -> admitted.completeExceptionally(passage.refusal(null)));
		}
		catch (LockShutdownException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		CompletableFuture<? extends LockHold> acquired = acquisition.get();
		CompletableFuture<?> unusedArrival = acquired.whenComplete((hold, problem) -> {
			if (hold == null) {
				leave(passage);
				admitted.completeExceptionally(problem);
			}
			else {
				arriveLater(passage, hold, admitted);
			}
		});
		CompletableFuture<?> unusedEnd = admitted.whenComplete((hold, problem) -> {
			if (problem != null) {
				acquired.completeExceptionally(problem);
			}
		});
		return admitted;
	}

	private void arriveLater(Passage passage, LockHold hold, CompletableFuture<LockHold> admitted) {
		LockHold mine = new AdmittedHold(hold, () -> leave(passage));
		if (!arrive(passage, hold) || !admitted.complete(mine)) {
			mine.close();
		}
	}

	private void enter(Passage passage, boolean within, Runnable endWait) {
		this.guard.lock();
		try {
			if (!this.open && !within) {
				throw passage.refusal(null);
			}
			this.passages.put(passage, endWait);
		}
		finally {
			this.guard.unlock();
		}
	}

	private boolean arrive(Passage passage, LockHold hold) {
		this.guard.lock();
		try {
			return passage.arrive(hold);
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
	private boolean leave(Passage passage) {
		this.guard.lock();
		try {
			this.passages.remove(passage);
			this.left.signalAll();
			if (passage.isRefused() && passage.isOf(Thread.currentThread())) {
				boolean unused = Thread.interrupted();
			}
			return passage.isRefused();
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
		List<Runnable> refused = new ArrayList<>();
		this.guard.lock();
		try {
			this.open = false;
			this.passages.forEach((passage, endWait) -> {
				if (passage.refuse()) {
					refused.add(endWait);
				}
			});
		}
		finally {
			this.guard.unlock();
		}
		refused.forEach(Runnable::run);
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
		return this.passages.keySet().stream().filter((passage) -> !passage.isOf(Thread.currentThread())).toList();
	}

}
