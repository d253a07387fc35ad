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

package dev.latchkey.internal.spawn;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.SpawnCalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * That a child's process behaves as a user of ProcessBuilder expects.
 */
class SpawnedProcessTests {

	private final Children children = new Children(Children.Closing.FROM_A_NUMBER);

	@AfterEach
	void cleanUp() {
		this.children.close();
	}

	@ParameterizedTest
	@CsvSource({ "exit 0, 0", "exit 3, 3", "exit 255, 255", "kill -9 $$, 137", "kill -15 $$, 143" })
	void theExitValueIsTheStatusOrTheSignal(String script, int value) throws Exception {
		Process child = this.children.start("sh", "-c", script);
		assertThat(child.waitFor()).isEqualTo(value);
		assertThat(child.exitValue()).isEqualTo(value);
		assertThat(child.isAlive()).isFalse();
		assertThat(child).hasToString("Process[pid=" + child.pid() + ", exitValue=" + value + "]");
	}

	@Test
	void aLivingChildHasNoExitValue() throws Exception {
		Process child = this.children.start("cat");
		assertThat(child.isAlive()).isTrue();
		assertThat(child.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(child.waitFor(-1, TimeUnit.SECONDS)).isFalse();
		assertThatExceptionOfType(IllegalThreadStateException.class).isThrownBy(child::exitValue);
		assertThat(child).hasToString("Process[pid=" + child.pid() + ", exitValue=\"not exited\"]");
	}

	@Test
	void theChildEndsWhenItsInputDoes() throws Exception {
		Process child = this.children.start("cat");
		child.getOutputStream().close();
		assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(child.exitValue()).isZero();
	}

	@Test
	void severalThreadsMayWait() throws Exception {
		Process child = this.children.start("sh", "-c", "read line; exit $line");
		List<CompletableFuture<Integer>> waiters = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiters.add(CompletableFuture.supplyAsync(() -> await(child), (task) -> new Thread(task).start()));
		}
		CompletableFuture<Process> exit = child.onExit();
		child.onExit().cancel(true);
		child.outputWriter().append("7\n").flush();
		for (CompletableFuture<Integer> waiter : waiters) {
			assertThat(waiter.get(1, TimeUnit.MINUTES)).isEqualTo(7);
		}
		assertThat(exit.get(1, TimeUnit.MINUTES)).isSameAs(child);
		assertThat(child.onExit().get(1, TimeUnit.MINUTES).exitValue()).isEqualTo(7);
	}

	private static int await(Process child) {
		try {
			return child.waitFor();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void aWaiterCanBeInterrupted() throws Exception {
		Process child = this.children.start("cat");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(child::waitFor);
		assertThat(child.isAlive()).isTrue();
	}

	@Test
	void aChildCanBeDestroyed() throws Exception {
		Process child = this.children.startCat();
		assertThat(child.supportsNormalTermination()).isTrue();
		child.destroy();
		assertThat(child.waitFor()).isEqualTo(143);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> child.getInputStream().read());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			child.getOutputStream().write(1);
			child.getOutputStream().flush();
		});
	}

	@Test
	void aChildThatIgnoresTheRequestCanBeKilled() throws Exception {
		Process child = this.children.start("sh", "-c", "trap '' TERM; echo; while true; do read line; done");
		assertThat(child.getInputStream().read()).isEqualTo('\n');
		child.toHandle().destroy();
		assertThat(child.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(child.destroyForcibly()).isSameAs(child);
		assertThat(child.waitFor()).isEqualTo(137);
	}

	@Test
	void aChildGetsAnySignal() throws Exception {
		SpawnedProcess child = (SpawnedProcess) this.children.start("sh", "-c",
				"trap 'exit 7' HUP; echo; while true; do read line; done");
		assertThat(child.getInputStream().read()).isEqualTo('\n');
		child.signal(1);
		assertThat(child.waitFor()).isEqualTo(7);
	}

	@Test
	void theHandleShowsTheProcess() throws Exception {
		Process child = this.children.startCat();
		assertThat(child.toHandle().pid()).isEqualTo(child.pid());
		assertThat(child.toHandle().isAlive()).isTrue();
		assertThat(child.info().command()).hasValueSatisfying((command) -> assertThat(command).contains("cat"));
		assertThat(ProcessHandle.current().children()).contains(child.toHandle());
		CompletableFuture<ProcessHandle> handleExit = child.toHandle().onExit();
		child.destroyForcibly();
		assertThat(child.waitFor()).isEqualTo(137);
		assertThat(handleExit.get(1, TimeUnit.MINUTES).isAlive()).isFalse();
		assertThat(child.toHandle().isAlive()).isFalse();
	}

	@Test
	void outputIsThereAfterTheEnd() throws Exception {
		Set<Integer> before = Children.descriptors(ProcessHandle.current().pid());
		Process child = this.children.start("sh", "-c", "head -c 60000 /dev/zero; echo error >&2");
		assertThat(child.waitFor()).isZero();
		assertThat(before).containsAll(Children.descriptors(ProcessHandle.current().pid()));
		assertThat(child.getInputStream().readAllBytes()).hasSize(60_000);
		assertThat(Children.error(child)).isEqualTo("error\n");
		assertThat(child.getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void aGrandchildThatKeepsThePipesDelaysNobody() throws Exception {
		assertThat(this.children.startGrandchild("sleep 600 & echo $!").isAlive()).isTrue();
	}

	@Test
	void noSignalIsSentAfterTheChildWasReaped() throws Exception {
		List<String> calls = new CopyOnWriteArrayList<>();
		SpawnedProcess child = new SpawnedProcess(calls(calls, 0), 1, new ChildStreams(null, null, null));
		child.destroy();
		child.reap();
		child.destroy();
		child.destroyForcibly();
		child.signal(2);
		assertThat(calls).containsExactly("terminate", "awaitEnd", "reap");
		assertThat(child.waitFor()).isEqualTo(42);
	}

	@Test
	void aStatusThatOthersHaveTakenIsUnknown() throws Exception {
		List<String> calls = new CopyOnWriteArrayList<>();
		SpawnedProcess child = new SpawnedProcess(calls(calls, Errno.ECHILD.result()), 1,
				new ChildStreams(null, null, null));
		child.reap();
		assertThat(child.waitFor()).isEqualTo(-1);
		child.destroyForcibly();
		assertThat(calls).containsExactly("awaitEnd");
	}

	private static SpawnCalls calls(List<String> calls, int awaited) {
		return (SpawnCalls) Proxy.newProxyInstance(SpawnCalls.class.getClassLoader(),
				new Class<?>[] { SpawnCalls.class }, (proxy, method, arguments) -> {
					calls.add(method.getName());
					return switch (method.getName()) {
						case "awaitEnd" -> awaited;
						case "reap" -> 42;
						default -> null;
					};
				});
	}

	@Test
	void childrenThatEndAtOnceAreAllReaped() throws Exception {
		List<Process> all = new ArrayList<>();
		for (int i : IntStream.range(0, 40).toArray()) {
			all.add(this.children.start("sh", "-c", "exit " + i));
		}
		for (int i = 0; i < all.size(); i++) {
			assertThat(all.get(i).waitFor()).isEqualTo(i);
		}
		assertThat(all).noneMatch((child) -> ProcessHandle.of(child.pid()).isPresent());
	}

}
