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

package dev.latchkey.internal.heldfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.heldfile.SteppedCalls.Mutation;
import dev.latchkey.internal.heldfile.Turns.Actor;
import dev.latchkey.internal.platforms.Platforms;

/**
 * One lock, two who do something with it in a given order of their system calls, and what
 * came of it. Each has a path of its own to the same file, so that the queue of this JVM
 * does not keep them apart.
 */
final class Interleaving {

	private final Path base;

	private final Turns turns;

	private final Map<Actor, SteppedCalls> calls = new EnumMap<>(Actor.class);

	private final Map<Actor, HeldFileLocks> locks = new EnumMap<>(Actor.class);

	private final List<LockHold> holds = new ArrayList<>();

	private final List<String> faults = new ArrayList<>();

	private @Nullable LockHold initial;

	private long greatestToken;

	Interleaving(Path base, Turns turns, Mutation mutation) throws IOException {
		this.base = base;
		this.turns = turns;
		Files.createDirectories(base.resolve("real/locks"));
		for (Actor actor : Actor.values()) {
			Files.createSymbolicLink(base.resolve(actor.name()), base.resolve("real"));
			SteppedCalls calls = new SteppedCalls(turns, mutation);
			this.calls.put(actor, calls);
			this.locks.put(actor, new HeldFileLocks(FaultyCalls.runtimeOf(calls.calls()), LockOptions.defaults()));
		}
	}

	/** What there is before. */
	enum Before {

		/** Nothing. */
		FREE,
		/** The file of a dead holder. */
		DEAD,
		/** An old file of a program without flock. */
		FOREIGN,
		/** The first has the lock. */
		HELD,
		/** The first has the lock, and has not beaten for long. */
		STALLED,
		/** The first has the lock, and an operator has broken it. */
		BROKEN

	}

	/** What one does. */
	enum Act {

		ACQUIRE, HEARTBEAT, RELEASE, REACQUIRE, BREAK

	}

	/** Run both, the first perhaps up to its death. */
	void run(Before before, Act first, Act second, int deathOfFirst, Executor threads) {
		prepare(before);
		calls(Actor.FIRST).dieBefore(deathOfFirst);
		CompletableFuture<Void> one = CompletableFuture.runAsync(() -> as(Actor.FIRST, first), threads);
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> as(Actor.SECOND, second), threads);
		CompletableFuture.allOf(one, other).join();
		judge(before);
	}

	private void prepare(Before before) {
		switch (before) {
			case FREE -> {
			}
			case DEAD -> write(
					new String(HeldRecord.format(Platforms.current().processes().self(), UUID.randomUUID(),
							Instant.now(), 1, LockOptions.defaults().staleAfter()), StandardCharsets.UTF_8),
					Instant.now());
			case FOREIGN -> write("4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z\n",
					Instant.now().minusSeconds(31));
			case HELD, STALLED, BROKEN -> {
				LockHold hold = locks(Actor.FIRST).lock(job(Actor.FIRST)).tryAcquire().orElseThrow();
				this.initial = hold;
				this.greatestToken = hold.fencingToken();
			}
		}
		if (before == Before.STALLED || before == Before.BROKEN) {
			touch(Instant.now().minusSeconds(31));
		}
		if (before == Before.BROKEN && !breakStalled(Actor.SECOND)) {
			throw new AssertionError("Not broken");
		}
	}

	private void as(Actor actor, Act act) {
		try {
			this.turns.as(actor, () -> act(actor, act));
		}
		catch (SteppedCalls.Death ex) {
			// It is dead.
		}
		catch (RuntimeException ex) {
			fault(actor + " failed: " + ex);
		}
	}

	private void act(Actor actor, Act act) {
		switch (act) {
			case ACQUIRE -> acquire(actor);
			case HEARTBEAT -> ((FileHold) initial()).fire();
			case RELEASE -> initial().close();
			case REACQUIRE -> {
				initial().close();
				acquire(actor);
			}
			case BREAK -> {
				boolean unused = breakStalled(actor);
			}
		}
	}

	private void acquire(Actor actor) {
		locks(actor).lock(job(actor)).tryAcquire().ifPresent(this::acquired);
	}

	private synchronized void acquired(LockHold hold) {
		if (hold.fencingToken() <= this.greatestToken) {
			fault("The token fell from " + this.greatestToken + " to " + hold.fencingToken());
		}
		this.greatestToken = hold.fencingToken();
		this.holds.add(hold);
	}

	private boolean breakStalled(Actor actor) {
		return locks(actor).lock(job(actor)).breakStalled().breakable();
	}

	/** Who has the lock must be one, and must have its name; nobody else is kept away. */
	private void judge(Before before) {
		boolean dead = hasFirstDied();
		if (!dead) {
			calls(Actor.FIRST).dieBefore(Integer.MAX_VALUE);
		}
		LockHold initial = this.initial;
		boolean initialHeld = initial != null && initial.isHeld() && isHeld(initial);
		if (!dead) {
			long held = this.holds.stream().filter(Interleaving::isHeld).count() + (initialHeld ? 1 : 0);
			if (held < this.holds.size()
					|| (before == Before.HELD && initial != null && initial.isHeld() && !initialHeld)) {
				fault("A living holder was taken over");
			}
			if (held > 1) {
				fault("Two hold the lock");
			}
			expectThird(held == 0);
		}
		else {
			expectThird(this.holds.stream().noneMatch(Interleaving::isHeld));
		}
		this.holds.forEach(LockHold::close);
		if (initial != null) {
			initial.close();
		}
		if (!dead) {
			locks(Actor.FIRST).close();
		}
		locks(Actor.SECOND).close();
		expectNothingLeft(dead);
	}

	private static boolean isHeld(LockHold hold) {
		try {
			hold.requireHeld();
			return true;
		}
		catch (LockLostException ex) {
			return false;
		}
	}

	private void expectThird(boolean free) {
		try (LockRuntime runtime = LockRuntime.builder().build();
				HeldFileLocks third = new HeldFileLocks(runtime, LockOptions.defaults())) {
			boolean got = third.lock(this.base.resolve("real/locks/job.held")).tryAcquire().map((hold) -> {
				acquired(hold);
				this.holds.remove(hold);
				hold.close();
				return true;
			}).orElse(false);
			if (got != free) {
				fault(free ? "Nobody holds the lock, and it cannot be had" : "The lock is held, and another got it");
			}
		}
	}

	private void expectNothingLeft(boolean dead) {
		try (Stream<Path> files = Files.list(this.base.resolve("real/locks"))) {
			files.filter((file) -> !file.endsWith("job.held.token"))
				// The private name of a dead process is swept away later.
				.filter((file) -> !dead || !file.getFileName().toString().endsWith(".tmp"))
				.forEach((file) -> fault("There is still " + file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private LockHold initial() {
		LockHold initial = this.initial;
		if (initial == null) {
			throw new AssertionError("Nobody holds the lock");
		}
		return initial;
	}

	private Path job(Actor actor) {
		return this.base.resolve(actor.name()).resolve("locks/job.held");
	}

	private void write(String content, Instant time) {
		try {
			Files.writeString(this.base.resolve("real/locks/job.held"), content);
			touch(time);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void touch(Instant time) {
		try {
			Files.setLastModifiedTime(this.base.resolve("real/locks/job.held"), FileTime.from(time));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized void fault(String text) {
		this.faults.add(text);
	}

	boolean hasFirstDied() {
		return calls(Actor.FIRST).isDead();
	}

	private SteppedCalls calls(Actor actor) {
		return Objects.requireNonNull(this.calls.get(actor));
	}

	private HeldFileLocks locks(Actor actor) {
		return Objects.requireNonNull(this.locks.get(actor));
	}

	List<String> faults() {
		return this.faults;
	}

}
