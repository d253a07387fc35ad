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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.latchkey.internal.heldfile.Interleaving.Act;
import dev.latchkey.internal.heldfile.Interleaving.Before;
import dev.latchkey.internal.heldfile.SteppedCalls.Mutation;
import dev.latchkey.internal.heldfile.Turns.Actor;
import dev.latchkey.process.Effort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes at one lock, with their system calls in every order of the form: some of
 * the first, some of the second, the rest of the first, the rest of the second. And one
 * that dies before each of its calls in turn.
 */
class InterleavingTests {

	private static final List<Scenario> SCENARIOS = List.of(new Scenario(Before.FREE, Act.ACQUIRE, Act.ACQUIRE),
			new Scenario(Before.DEAD, Act.ACQUIRE, Act.ACQUIRE), new Scenario(Before.FOREIGN, Act.ACQUIRE, Act.ACQUIRE),
			new Scenario(Before.HELD, Act.HEARTBEAT, Act.ACQUIRE), new Scenario(Before.HELD, Act.RELEASE, Act.ACQUIRE),
			new Scenario(Before.HELD, Act.HEARTBEAT, Act.RELEASE),
			new Scenario(Before.HELD, Act.HEARTBEAT, Act.HEARTBEAT),
			new Scenario(Before.HELD, Act.RELEASE, Act.RELEASE), new Scenario(Before.HELD, Act.REACQUIRE, Act.ACQUIRE),
			new Scenario(Before.BROKEN, Act.HEARTBEAT, Act.ACQUIRE),
			new Scenario(Before.BROKEN, Act.RELEASE, Act.ACQUIRE),
			new Scenario(Before.STALLED, Act.HEARTBEAT, Act.BREAK),
			new Scenario(Before.STALLED, Act.RELEASE, Act.BREAK), new Scenario(Before.STALLED, Act.BREAK, Act.BREAK),
			new Scenario(Before.STALLED, Act.BREAK, Act.ACQUIRE),
			new Scenario(Before.STALLED, Act.REACQUIRE, Act.BREAK),
			new Scenario(Before.STALLED, Act.BREAK, Act.REACQUIRE), new Scenario(Before.DEAD, Act.BREAK, Act.ACQUIRE));

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	/** Thousands of stalled locks are news to nobody. */
	private final Logger log = Logger.getLogger("dev.latchkey.locks");

	@TempDir
	Path directory;

	private int runs;

	private boolean firstDied;

	@BeforeEach
	void muteLog() {
		this.log.setLevel(Level.OFF);
	}

	@AfterEach
	void shutDown() {
		this.log.setLevel(null);
		this.threads.shutdownNow();
	}

	static Stream<Scenario> scenarios() {
		return SCENARIOS.stream();
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void eachOrderEndsInALegalState(Scenario scenario) throws IOException {
		assertThat(explore(scenario, Mutation.NONE)).isNull();
		assertThat(this.runs).as("orders").isGreaterThan(10);
	}

	@ParameterizedTest
	@CsvSource({ "FREE, ACQUIRE", "DEAD, ACQUIRE", "FOREIGN, ACQUIRE" })
	void whoDiesAtAnyCallKeepsNobodyFromTheLock(Before before, Act act) throws IOException {
		assertThat(exploreDeaths(before, act, Mutation.NONE)).isNull();
		assertThat(this.runs).as("deaths").isGreaterThan(10);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void whatIsLeftOutOfTheProtocolIsMissed(Mutation mutation) throws IOException {
		String fault = exploreDeaths(Before.FREE, Act.ACQUIRE, mutation);
		for (int i = SCENARIOS.size() - 1; i >= 0 && fault == null; i--) {
			fault = explore(SCENARIOS.get(i), mutation);
		}
		System.out.println(mutation + ": " + fault);
		assertThat(fault).isNotNull();
	}

	private @Nullable String explore(Scenario scenario, Mutation mutation) throws IOException {
		boolean firstCutShort = true;
		for (int first = 0; firstCutShort; first++) {
			boolean secondCutShort = true;
			for (int second = 1; secondCutShort; second += step(second)) {
				Turns turns = new Turns(first, second);
				String fault;
				try {
					fault = run(turns, mutation, scenario, Integer.MAX_VALUE);
				}
				catch (CompletionException ex) {
					throw new AssertionError(scenario + " after " + first + " and " + second + " calls", ex);
				}
				if (fault != null) {
					return fault + ", after " + first + " and " + second + " calls";
				}
				firstCutShort = turns.wasCutShort(Actor.FIRST);
				secondCutShort = firstCutShort && turns.wasCutShort(Actor.SECOND);
			}
		}
		return null;
	}

	/** All of them where time does not matter, and growing steps elsewhere. */
	private static int step(int second) {
		return Effort.isThorough() ? 1 : (second + 1) / 2;
	}

	private @Nullable String exploreDeaths(Before before, Act act, Mutation mutation) throws IOException {
		boolean died = true;
		for (int call = 0; died; call++) {
			Turns turns = new Turns(Integer.MAX_VALUE, 1);
			String fault = run(turns, mutation, new Scenario(before, act, Act.ACQUIRE), call);
			if (fault != null) {
				return fault + ", after a death before call " + call;
			}
			died = this.firstDied;
		}
		return null;
	}

	private @Nullable String run(Turns turns, Mutation mutation, Scenario scenario, int death) throws IOException {
		this.runs++;
		Interleaving interleaving = new Interleaving(this.directory.resolve("run" + this.runs), turns, mutation);
		interleaving.run(scenario.before, scenario.first, scenario.second, death, this.threads);
		this.firstDied = interleaving.hasFirstDied();
		return interleaving.faults().isEmpty() ? null : scenario + ": " + interleaving.faults();
	}

	record Scenario(Before before, Act first, Act second) {
	}

}
