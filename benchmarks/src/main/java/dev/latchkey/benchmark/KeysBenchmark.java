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

package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;

/**
 * One acquisition and release of one of 10,000 locks, in no order, that no other process
 * wants.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeysBenchmark {

	/** As many files as stay open under a limit of 20,000 and above. */
	private static final int SOME = 2_000;

	private static final int MANY = 10_000;

	/** Prime to the numbers of keys, so that all are used before one is used again. */
	private static final int STEP = 6_271;

	private final Path directory = Path.of(System.getProperty(CycleBenchmark.DIRECTORY));

	private final NamedLocks named = new NamedLocks(LockRuntime.builder().build(), this.directory,
			LockOptions.defaults());

	private final KeptChannels channels = new KeptChannels(this.directory);

	private int last;

	/**
	 * A named lock of the next of 2,000 keys.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean namedOfSome() {
		return named(SOME);
	}

	/**
	 * A file of the next of 2,000 keys that stays open.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean keptChannelOfSome() throws IOException {
		return keptChannel(SOME);
	}

	/**
	 * A named lock of the next of 10,000 keys.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean namedOfMany() {
		return named(MANY);
	}

	/**
	 * A file of the next of 10,000 keys that stays open.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean keptChannelOfMany() throws IOException {
		return keptChannel(MANY);
	}

	private boolean named(int keys) {
		try (LockHold hold = this.named.lock("many", key(keys)).tryAcquire().orElseThrow()) {
			return hold.isHeld();
		}
	}

	private boolean keptChannel(int keys) throws IOException {
		try (MeasuredLock.Held held = this.channels.acquire(key(keys))) {
			return held != null;
		}
	}

	private String key(int keys) {
		this.last = (this.last + STEP) % keys;
		return Integer.toString(this.last);
	}

}
