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

package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.Show;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.TestParts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Compares what the endpoint says with what four processes, 200 locks and 50 waiting
 * threads say of themselves.
 */
class EndpointTruthTests {

	private static final int ROUNDS = 21;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path temporary;

	@Test
	void itShowsWhatIsSo() {
		Path directory = this.temporary.resolve("locks");
		List<ForkedJvm> others = new ArrayList<>();
		try (Crowd own = new Crowd(directory, 0)) {
			LockBeans beans = new LockBeans(TestParts.of(own.runtime, own.activeLocks, own.locks), own.board,
					Optional::empty, Optional::empty, null, null);
			LocksEndpoint endpoint = new LocksEndpoint(beans, new LockBreaker(beans, (event) -> {
			}), Show.ALWAYS);
			others.add(start(directory, 1, 2, 13));
			others.add(start(directory, 2, 3, 12));
			others.add(start(directory, 3, 0, 12));
			own.hold();
			others.forEach((other) -> assertThat(other.answer()).isEqualTo("holds"));
			own.await(1, 13);
			Set<String> truth = new TreeSet<>(own.report());
			others.forEach((other) -> truth.addAll(List.of(other.ask("wait").split(" "))));
			assertThat(truth).hasSize(250);
			await().until(() -> seen(endpoint).equals(truth));
			System.out.println("the endpoint's answer about 200 locks and 50 waiters, in ms: " + millis(endpoint));
		}
		finally {
			others.forEach(ForkedJvm::close);
		}
	}

	private static ForkedJvm start(Path directory, int number, int next, int threads) {
		return ForkedJvm.start(Crowd.class, directory.toString(), Integer.toString(number), Integer.toString(next),
				Integer.toString(threads));
	}

	private static Set<String> seen(LocksEndpoint endpoint) {
		Set<String> seen = new TreeSet<>();
		endpoint.locks().directory().locks().forEach((lock) -> {
			String file = Path.of(lock.path()).getFileName().toString();
			lock.holders().forEach((holder) -> seen.add(holder.pid() + ":holds:" + file));
			lock.waiters().forEach((waiter) -> seen.add(waiter.process().pid() + ":" + waiter.thread() + ":" + file));
		});
		return seen;
	}

	private static List<Long> millis(LocksEndpoint endpoint) {
		return LongStream.range(0, ROUNDS).map((round) -> {
			long start = System.nanoTime();
			assertThat(endpoint.locks().directory().locks()).hasSize(4 * Crowd.LOCKS);
			return (System.nanoTime() - start) / 1_000_000;
		}).sorted().boxed().toList();
	}

}
