package dev.latchkey.spring.event;

import java.time.Instant;

import dev.latchkey.LockId;

/**
 * Something happened to a lock that its users may want to know. Application events of
 * these types are published one after another, on a thread of their own: a listener may
 * take its time, and is late then for the next. What is logged at the same moment goes to
 * {@code dev.latchkey.locks}.
 */
public sealed interface LockEvent
		permits LockLostEvent, LockStalledEvent, LockSkippedEvent, StaleLockBrokenEvent, DeadlockEvent {

	/**
	 * Return which lock it is about.
	 * @return the lock
	 */
	LockId lock();

	/**
	 * Return when it was noticed, by the wall clock.
	 * @return the time
	 */
	Instant noticedAt();

}
