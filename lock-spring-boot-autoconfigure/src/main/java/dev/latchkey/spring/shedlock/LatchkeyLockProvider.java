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

package dev.latchkey.spring.shedlock;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;

import dev.latchkey.Latchkey;
import dev.latchkey.LockEvent;

/**
 * File locks as a {@link LockProvider} of ShedLock, for scheduled jobs of several
 * processes of one machine.
 *
 * <p>
 * The lock of a name is the named lock of that name, so it also excludes what is locked
 * by an annotation or a template of Latchkey. It ends when the job does, or the process.
 * Besides:
 * <ul>
 * <li>at {@code lockAtMostFor} a process whose job goes on gives its own lock up, and
 * reports it {@link LockEvent.Lost lost}. A process that is stopped cannot do so: its
 * lock stays until it goes on or ends;
 * <li>before {@code lockAtLeastFor} is over no provider gives the lock again, in any
 * process, whether the job has ended or its process was killed or restarted. Other ways
 * to acquire the lock ignore that time.
 * </ul>
 *
 * @since 0.1
 */
public final class LatchkeyLockProvider implements ExtensibleLockProvider {

	private final Latchkey latchkey;

	private final ScheduledExecutorService timers = timers();

	/**
	 * Creates a provider.
	 * @param latchkey has the locks
	 */
	public LatchkeyLockProvider(Latchkey latchkey) {
		this.latchkey = latchkey;
	}

	/** One daemon thread, which is there only while something may have to be given up. */
	private static ScheduledExecutorService timers() {
		ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "latchkey-lock-at-most-for");
			thread.setDaemon(true);
			return thread;
		});
		timers.setRemoveOnCancelPolicy(true);
		timers.setKeepAliveTime(10, TimeUnit.SECONDS);
		timers.allowCoreThreadTimeOut(true);
		return timers;
	}

	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		return this.latchkey.lock(configuration.getName())
			.withCooldown(configuration.getLockAtLeastUntil())
			.tryAcquire()
			.map((hold) -> new LatchkeySimpleLock(configuration, new LimitedHold(hold, this.timers, configuration)));
	}

}
