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

package dev.latchkey.internal.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.internal.wait.FileWatch;

/**
 * Looks at one claim, and waits for what it becomes.
 */
final class ClaimReader {

	private static final long LOOK_AGAIN_NANOS = 500_000;

	private final LockRuntime runtime;

	private final Duration transitionTimeout;

	private final Path directory;

	private final NativePath gate;

	private final NativePath announce;

	ClaimReader(LockRuntime runtime, Duration transitionTimeout, Path gate, Path announce) {
		this.runtime = runtime;
		this.transitionTimeout = transitionTimeout;
		this.directory = gate.resolveSibling("");
		this.gate = NativePath.of(gate);
		this.announce = NativePath.of(announce);
	}

	private ClaimInspector files() {
		return new ClaimInspector(this.runtime, this.gate, this.announce);
	}

	/**
	 * Looks at the locks. A dying process may lose its gate an instant before its
	 * announce, so that state must last to be believed.
	 */
	LockState state() {
		return state(Deadline.after(this.transitionTimeout));
	}

	/**
	 * Looks at the locks.
	 * @param damaged when an announce that is locked without its gate is to be believed
	 */
	LockState state(Deadline damaged) {
		while (true) {
			try (ClaimInspector files = files()) {
				LockState state = files.look();
				if (files.isCurrent() && (state != LockState.MALFORMED || damaged.hasCome())) {
					return state;
				}
			}
			LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
		}
	}

	/**
	 * Reads certified content. Who is acquiring, or dying, is given the transition
	 * timeout to be done with it.
	 */
	Optional<byte[]> read() {
		Deadline transition = Deadline.after(this.transitionTimeout);
		while (true) {
			try (ClaimInspector files = files(); FileWatch watch = this.runtime.watch()) {
				files.watchWith(watch, this.directory);
				LockState state = files.look();
				if (state == LockState.HELD && files.hasOneHolder()) {
					byte[] content = certified(files, watch);
					if (content != null) {
						return Optional.of(content);
					}
				}
				else if (files.isCurrent() && (state == LockState.FREE || transition.hasCome())) {
					return Optional.empty();
				}
				else {
					LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
				}
			}
		}
	}

	/**
	 * Content is certified when the claim was held before and after, on the same files,
	 * and nothing changed between. A successor cannot have begun to write before the
	 * first look, because it first sees that the announce is free.
	 */
	private static byte @Nullable [] certified(ClaimInspector files, FileWatch watch) {
		String stamp = watch.isExact() ? "" : files.stamp();
		byte[] content = files.content();
		if (files.look() != LockState.HELD || watch.hasChanged() || !files.isCurrent()) {
			return null;
		}
		// Without a watch: no time of change moved, and the bytes are still the same.
		boolean unchanged = watch.isExact() || (files.stamp().equals(stamp) && Arrays.equals(files.content(), content));
		return unchanged ? content : null;
	}

	boolean awaitHeld(Deadline deadline) throws InterruptedException {
		return await(deadline,
				(files, watch) -> files.look() == LockState.HELD && files.isCurrent() ? files : null) != null;
	}

	Optional<byte[]> awaitContent(Predicate<byte[]> wanted, Deadline deadline) throws InterruptedException {
		return Optional.ofNullable(await(deadline, (files, watch) -> {
			boolean held = files.look() == LockState.HELD && files.hasOneHolder();
			byte[] content = held ? certified(files, watch) : null;
			return (content != null && wanted.test(content)) ? content : null;
		}));
	}

	private <T> @Nullable T await(Deadline deadline, BiFunction<ClaimInspector, FileWatch, @Nullable T> condition)
			throws InterruptedException {
		boolean polling = false;
		while (true) {
			try (ClaimInspector files = files(); FileWatch watch = this.runtime.watch()) {
				files.watchWith(watch, this.directory);
				@Nullable T found = condition.apply(files, watch);
				if (found != null || deadline.hasCome()) {
					return found;
				}
				if (!watch.isExact() && !polling) {
					polling = true;
					this.runtime.listener().onEvent(new LockEvent.PollingStarted(this.directory));
				}
				// Ends at once if something has changed since it is watched.
				watch.await(deadline.atMost(this.runtime.longestPark()));
			}
		}
	}

	/**
	 * Waits in the kernel, because unlocking makes no event that could be watched: for
	 * the gate, which stays locked while the holder changes the content, and for the
	 * announce of a claim that has lost its gate.
	 */
	boolean awaitReleased(Deadline deadline) throws InterruptedException {
		while (true) {
			try (ClaimInspector files = files()) {
				Deadline park = deadline.atMost(this.runtime.longestPark());
				if (files.awaitFree(park) && files.isCurrent()) {
					return true;
				}
				if (deadline.hasCome()) {
					return false;
				}
			}
		}
	}

}
