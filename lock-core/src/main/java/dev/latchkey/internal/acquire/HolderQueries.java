/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.internal.acquire;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.platform.Threads;

/**
 * Finds the holders for waits that have timed out: thousands at once, perhaps, and on
 * virtual threads. To find a holder means to read files of {@code /proc}, which takes
 * milliseconds and keeps a carrier busy. So one platform thread does it for all of them,
 * and looks at each process once for all questions of 100 ms.
 *
 * <p>
 * A holder that is named had the lock during the wait: a look that began earlier is not
 * used. A question that has been in the queue for too long is answered without a holder,
 * because a timeout that comes late is worse than one that names none.
 *
 * <p>
 * {@code lock} protects the queue and {@code running}. The thread ends when nothing was
 * asked for 100 ms, and takes its last look with it.
 */
final class HolderQueries {

	private static final long LASTING_NANOS = 100_000_000;

	private static final long PATIENCE_NANOS = 250_000_000;

	/** A read of /proc hangs where the process that is looked at hangs in the kernel. */
	private static final long LONGEST_NANOS = 5_000_000_000L;

	private final LockRuntime runtime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition asked = this.lock.newCondition();

	private final Map<LockId, Question> questions = new LinkedHashMap<>();

	private boolean running;

	/** The look of the thread, as long as it runs. */
	private volatile @Nullable Look last;

	HolderQueries(LockRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Returns the holders of a lock that was waited for in vain.
	 * @param protocol the lock's protocol
	 * @param since when the wait began, by the monotonic clock
	 * @return the holders; empty if they cannot be found, or not in time
	 * @throws InterruptedException if the thread was interrupted
	 */
	List<LockHolder> holders(LockProtocol<?> protocol, long since) throws InterruptedException {
		List<LockHolder> known = known(protocol.id(), since);
		if (known != null) {
			return known;
		}
		try {
			return ask(protocol, since).get(LONGEST_NANOS, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return List.of();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof LatchkeyException problem) {
				throw problem;
			}
			throw new IllegalStateException("The holder of the " + protocol.id() + " cannot be looked for", ex);
		}
	}

	/** What was found just now need not be waited for: thousands may ask at once. */
	private @Nullable List<LockHolder> known(LockId id, long since) {
		Look last = this.last;
		return (last != null && last.serves(since)) ? last.answers.get(id) : null;
	}

	private CompletableFuture<List<LockHolder>> ask(LockProtocol<?> protocol, long since) {
		this.lock.lock();
		try {
			if (!this.running) {
				start();
				this.running = true;
			}
			Question question = this.questions.computeIfAbsent(protocol.id(), (id) -> new Question(protocol, since));
			question.lookAfter(since);
			this.asked.signal();
			return question.answer;
		}
		catch (LatchkeyException ex) {
			// Without a thread the holder stays unknown, and the timeout a timeout.
			return CompletableFuture.completedFuture(List.of());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void start() {
		Thread thread = new Thread(this::run, "latchkey-holders");
		thread.setDaemon(true);
		Threads.start(thread);
	}

	private void run() {
		try {
			Look look = new Look();
			for (Question question = next(); question != null; question = next()) {
				look = answer(question, look);
			}
		}
		catch (Throwable ex) {
			abandon();
			throw ex;
		}
	}

	/**
	 * Returns the next question, or {@code null} if the thread ends.
	 */
	private @Nullable Question next() {
		this.lock.lock();
		try {
			long nanos = LASTING_NANOS;
			while (this.questions.isEmpty() && nanos > 0) {
				nanos = this.asked.awaitNanos(nanos);
			}
			Iterator<Question> first = this.questions.values().iterator();
			this.running = first.hasNext();
			if (!this.running) {
				this.last = null;
				return null;
			}
			Question question = first.next();
			first.remove();
			return question;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("This thread is never interrupted", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Look answer(Question question, Look last) {
		try {
			Look look = last.serves(question.since) ? last : new Look();
			List<LockHolder> holders = look.holders(question);
			this.last = look;
			question.answer.complete(holders);
			return look;
		}
		catch (Throwable ex) {
			question.answer.completeExceptionally(ex);
			return last;
		}
	}

	private void abandon() {
		this.lock.lock();
		try {
			this.running = false;
			this.last = null;
			new ArrayList<>(this.questions.values()).forEach((question) -> question.answer.complete(List.of()));
			this.questions.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The question for the holders of one lock, which all waits share that time out
	 * before it is answered.
	 */
	private static final class Question {

		private final LockProtocol<?> protocol;

		private final long asked = System.nanoTime();

		private final CompletableFuture<List<LockHolder>> answer = new CompletableFuture<>();

		private long since;

		private Question(LockProtocol<?> protocol, long since) {
			this.protocol = protocol;
			this.since = since;
		}

		private void lookAfter(long since) {
			this.since = Math.max(this.since - since, 0) + since;
		}

		private boolean isLate() {
			return System.nanoTime() - this.asked > PATIENCE_NANOS;
		}

	}

	/**
	 * The kernel's table and the processes as they were at one moment, and what they have
	 * answered.
	 */
	private final class Look {

		private final long began = System.nanoTime();

		private final Map<LockId, List<LockHolder>> answers = new ConcurrentHashMap<>();

		private @Nullable LockHolders holders;

		private volatile long end = this.began;

		private boolean serves(long since) {
			return this.began - since >= 0 && System.nanoTime() - this.end < 0;
		}

		private List<LockHolder> holders(Question question) {
			LockId id = question.protocol.id();
			List<LockHolder> known = this.answers.get(id);
			if (known != null) {
				return known;
			}
			if (question.isLate()) {
				return List.of();
			}
			LockHolders holders = this.holders;
			if (holders != null) {
				return look(question, id, holders);
			}
			holders = new LockHolders(HolderQueries.this.runtime);
			this.holders = holders;
			List<LockHolder> first = look(question, id, holders);
			// What the first answer takes is for the rest too: all files of a process.
			this.end = System.nanoTime() + LASTING_NANOS;
			return first;
		}

		private List<LockHolder> look(Question question, LockId id, LockHolders holders) {
			List<LockHolder> found = question.protocol.holders(holders);
			this.answers.put(id, found);
			return found;
		}

	}

}
