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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.latchkey.LockHold;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockScope;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * A call of a locked method, beside the lock that it takes, in one application context.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AnnotationBenchmark {

	private static final Duration WAIT = Duration.ofSeconds(5);

	private final AnnotationConfigApplicationContext context;

	private final NamedLock lock;

	private final AnnotatedService service;

	private final Long id = 7L;

	private final ArrayDeque<LockScope> outer = new ArrayDeque<>();

	/**
	 * Starts the application, whose directory a system property tells.
	 */
	public AnnotationBenchmark() {
		System.setProperty("latchkey.directory", System.getProperty(CycleBenchmark.DIRECTORY));
		this.context = new AnnotationConfigApplicationContext(LatchkeyAutoConfiguration.class, AnnotatedService.class);
		this.lock = this.context.getBean(LatchkeyParts.class).named().lock("alone");
		this.service = this.context.getBean(AnnotatedService.class);
	}

	/**
	 * Enters the locks of {@link #constant()} and {@link #keyed()}, so that calls join.
	 */
	private void enter() {
		if (LockContext.current().isEmpty()) {
			LockExecutor executor = this.context.getBean(LockExecutor.class);
			LockRequest request = LockRequest.of(AnnotatedService.NAME);
			this.outer.add(executor.enterUnchecked(request));
			this.outer.add(executor.enterUnchecked(request.key(this.id.toString())));
		}
	}

	/** Ends the application, on the thread that has run the benchmark. */
	@TearDown
	public void end() {
		this.outer.descendingIterator().forEachRemaining(LockScope::close);
		this.context.close();
	}

	/**
	 * The lock alone, acquired and released as a locked method does.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public long lock() throws InterruptedException {
		LockHold hold = this.lock.acquire(WAIT);
		hold.closeHeld();
		return hold.fencingToken();
	}

	/**
	 * A locked method, constant name.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public long constant() {
		return this.service.constant(this.id);
	}

	/**
	 * A locked method whose key is an expression.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public long keyed() {
		return this.service.keyed(this.id);
	}

	/**
	 * The same method in a section that has the lock: all that a call does besides
	 * acquiring and releasing.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	@BenchmarkMode(Mode.AverageTime)
	public long joinedConstant() {
		enter();
		return this.service.constant(this.id);
	}

	/**
	 * The same with the key.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	@BenchmarkMode(Mode.AverageTime)
	public long joinedKeyed() {
		enter();
		return this.service.keyed(this.id);
	}

	/**
	 * Asking at the end of a call whether the lock is still held, which is a part of it.
	 */
	@Benchmark
	@BenchmarkMode(Mode.AverageTime)
	public void stillHeld() {
		enter();
		LockContext.current().orElseThrow().requireHeld();
	}

}
