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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedStormWorker.Role;
import dev.latchkey.internal.named.StormBoard.Count;
import dev.latchkey.process.Effort;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Named locks in a storm: processes that acquire, break and sweep the same locks, users
 * of flock(1), and a stranger that removes lock files, all of them killed and stopped at
 * random. {@link StormOracle} tells what went wrong.
 */
class NamedStormTests {

	/** Users of flock(1), which write into the same oracle. */
	private static final String FLOCK_USER = """
			export LC_ALL=C dir=$1 lock=$1/locks/storm.flock
			while [ -e "$dir/go" ] && kill -0 $PPID; do
				flock -w 1 "$lock" bash -c '
					[ /proc/$$/fd/3 -ef "$lock" ] || exit 0
					generation=$(($(stat -c %s "$dir/judged.storm.flock") / 8))
					exec 200>>"$dir/oracle.storm.flock.$generation"
					flock -n 200 || echo "OVERLAP of flock(1) in generation $generation seen by $$" >>"$dir/faults"
					echo >>"$dir/flocks"
					[ $((RANDOM % 4)) != 0 ] || sleep 0.0$((RANDOM % 10))
					[ /proc/$$/fd/3 -ef "$lock" ] || echo "ROBBED was flock(1) seen by $$" >>"$dir/faults"
				'
				sleep 0.0$((RANDOM % 10))
			done
			""";

	/** A stranger, which tells before and after what it does. */
	private static final String STRANGER = """
			export LC_ALL=C
			lock=$1/locks/storm.c.flock
			while [ -e "$1/go" ] && kill -0 $PPID; do
				sleep 0.0$((RANDOM % 10))
				echo "+ ${EPOCHREALTIME/./}" >>"$1/removed.storm.c.flock"
				case $((RANDOM % 4)) in
					0) rm -f "$lock" ;;
					1) [ ! -e "$lock" ] || mv "$lock" "$1/away" ;;
					2) : >"$1/new" && mv "$1/new" "$lock" ;;
					3) [ ! -e "$lock" ] || : >"$lock" ;;
				esac
				echo "- ${EPOCHREALTIME/./}" >>"$1/removed.storm.c.flock"
			done
			""";

	/** How many times 3,000 acquisitions, 30 kills and 30 stops there are. */
	private static final int SCALE = Integer.getInteger("latchkey.test.storm", Effort.isThorough() ? 10 : 1);

	private final Random random = new Random();

	private final List<StormActor.Jvm> jvms = new ArrayList<>();

	private final List<StormActor.Script> scripts = new ArrayList<>();

	private int killsOfJvms;

	private int killsOfScripts;

	private int stops;

	private long nextJvmKill;

	@TempDir
	Path directory;

	@Test
	void noTwoHoldAtOnceAndNoneIsRobbed() throws IOException {
		Requirement.LOCK_TABLE.require();
		Requirement.FLOCK.require();
		Files.createDirectory(NamedStormWorker.locks(this.directory));
		StormBoard board = new StormBoard(this.directory);
		Path go = Files.createFile(this.directory.resolve("go"));
		try (StormActor.Signals signals = new StormActor.Signals()) {
			start();
			storm(board, signals);
			actors().forEach((actor) -> actor.resume(signals));
			Files.delete(go);
			actors().forEach(StormActor::awaitEnd);
		}
		finally {
			actors().forEach(StormActor::close);
		}
		report(board);
		assertThat(board.faults()).isEmpty();
		assertThat(board.get(Count.SWEPT)).isPositive();
		assertThatAllAreFree();
	}

	private void start() {
		List.of(Role.HOLDER, Role.HOLDER, Role.HOLDER, Role.BREAKER, Role.SWEEPER)
			.forEach((role) -> this.jvms.add(new StormActor.Jvm(role, this.directory)));
		for (String text : List.of(FLOCK_USER, FLOCK_USER, STRANGER)) {
			this.scripts.add(new StormActor.Script(text, this.directory));
		}
	}

	private List<StormActor> actors() {
		List<StormActor> actors = new ArrayList<>(this.jvms);
		actors.addAll(this.scripts);
		return actors;
	}

	private void storm(StormBoard board, StormActor.Signals signals) throws IOException {
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120 + 15L * SCALE);
		while (!isEnough(board) && board.faults().isEmpty()) {
			LockSupport.parkNanos(this.random.nextInt((SCALE > 1) ? 80_000_000 : 250_000_000));
			actors().forEach((actor) -> actor.resumeIfDue(signals));
			hit(signals);
			if (System.nanoTime() - limit > 0) {
				throw new AssertionError("The storm does not come to its end: " + totals(board));
			}
		}
	}

	private boolean isEnough(StormBoard board) {
		return board.get(Count.ACQUIRED) >= 3_000L * SCALE && board.get(Count.BROKEN) >= SCALE
				&& this.killsOfJvms >= 1 + 3 * SCALE && this.killsOfJvms + this.killsOfScripts >= 30 * SCALE
				&& this.stops >= 30 * SCALE;
	}

	/** JVMs are slow to start, so they are killed now and then only. */
	private void hit(StormActor.Signals signals) {
		StormActor.Jvm jvm = any(this.jvms);
		if (jvm.isReady() && !jvm.isStopped()) {
			count(jvm.stop(signals, stopTime(jvm)));
		}
		StormActor.Jvm victim = any(this.jvms);
		if (victim.isReady() && System.nanoTime() - this.nextJvmKill > 0) {
			victim.kill();
			this.killsOfJvms++;
			this.nextJvmKill = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700 + this.random.nextInt(700));
		}
		StormActor.Script script = any(this.scripts);
		if (this.random.nextInt(4) == 0 && !script.isStopped()) {
			count(script.stop(signals, Duration.ofMillis(1 + this.random.nextInt(100))));
		}
		else {
			script.kill();
			this.killsOfScripts++;
		}
	}

	private void count(boolean stopped) {
		this.stops += stopped ? 1 : 0;
	}

	/**
	 * A holder that is stopped for long enough is broken; others may only be late. There
	 * is one such at a time, or none would go on.
	 */
	private Duration stopTime(StormActor.Jvm jvm) {
		boolean longTime = jvm.role() == Role.HOLDER && this.random.nextInt(3) == 0
				&& this.jvms.stream().noneMatch(StormActor::isStopped);
		return Duration.ofMillis(longTime ? 400 + this.random.nextInt(300) : 1 + this.random.nextInt(15));
	}

	private <T> T any(List<T> all) {
		return all.get(this.random.nextInt(all.size()));
	}

	private void report(StormBoard board) throws IOException {
		System.out.println("Storm of named locks: " + totals(board));
	}

	private String totals(StormBoard board) throws IOException {
		StringBuilder totals = new StringBuilder();
		for (Count count : Count.values()) {
			totals.append(count.name().toLowerCase(Locale.ROOT)).append(' ').append(board.get(count)).append(", ");
		}
		return totals + "by flock(1) " + lines("flocks") + ", removed by a stranger "
				+ lines("removed.storm.c.flock") / 2 + ", kills of JVMs " + this.killsOfJvms + ", of scripts "
				+ this.killsOfScripts + ", stops " + this.stops + ", faults " + board.faults();
	}

	private long lines(String file) throws IOException {
		Path path = this.directory.resolve(file);
		return Files.exists(path) ? Files.readAllLines(path).size() : 0;
	}

	private void assertThatAllAreFree() {
		try (LockRuntime runtime = LockRuntime.builder().build();
				NamedLocks locks = new NamedLocks(runtime, NamedStormWorker.locks(this.directory),
						LockOptions.defaults())) {
			for (StormLock lock : StormLock.values()) {
				try (LockHold hold = lock.in(locks).tryAcquire().orElseThrow()) {
					hold.requireHeld();
				}
				assertThat(lock.in(locks).inspect().state()).isEqualTo(LockState.FREE);
			}
		}
	}

}
