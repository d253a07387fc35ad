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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ClaimHoldersTests {

	@TempDir
	Path directory;

	@Test
	void anHolderInAnotherPidNamespaceIsNamedAsItIsSeenFromHere() {
		Requirement.LOCK_TABLE.require();
		Requirement.PID_NAMESPACE.require();
		try (LockRuntime runtime = LockRuntime.builder().build();
				ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime);
				ForkedJvm unshare = ForkedJvm.startInPidNamespace(LockWorker.class, LockType.CLAIM.name(),
						this.directory.toString())) {
			assertThat(unshare.answer()).isEqualTo("ready");
			assertThat(unshare.ask("try")).startsWith("held");
			long holder = onlyChild(unshare.pid());
			assertThat(claims.claim("job").inspect().state()).isEqualTo(LockState.HELD);
			assertThat(claims.claim("job").holders()).extracting(LockHolder::pid).containsExactly(holder);
			assertThat(claims.list()).singleElement()
				.satisfies((claim) -> assertThat(claim.holders()).extracting(LockHolder::pid).containsExactly(holder));
			assertThat(Requirement.run("kill", "-KILL", Long.toString(holder))).isTrue();
		}
	}

	@Test
	void whatAnotherPidNamespaceHoldsIsHeldThoughItsHolderIsNotSeen() {
		Requirement.PID_NAMESPACE.require();
		try (OtherHolder holder = OtherHolder.of(LockType.CLAIM, this.directory);
				ForkedJvm inside = ForkedJvm.startInPidNamespace(ClaimObserver.class, this.directory.toString())) {
			assertThat(inside.answer()).isEqualTo("HELD holders=0 listed=HELD");
			assertThat(holder.isHolding()).isTrue();
		}
	}

	@Test
	void ownersAreFoundOnAnOverlay() throws IOException {
		Requirement.MOUNT.require();
		for (String name : List.of("lower", "upper", "work", "merged")) {
			Files.createDirectory(this.directory.resolve(name));
		}
		String options = "lowerdir=" + this.directory.resolve("lower") + ",upperdir=" + this.directory.resolve("upper")
				+ ",workdir=" + this.directory.resolve("work");
		Path merged = this.directory.resolve("merged");
		Requirement.OVERLAY.require();
		assertThat(Requirement.run("mount", "-t", "overlay", "-o", options, "latchkey", merged.toString())).isTrue();
		try (OtherHolder holder = OtherHolder.of(LockType.CLAIM, merged);
				LockRuntime runtime = LockRuntime.builder().build();
				ClaimDirectory claims = ClaimDirectory.open(merged, runtime)) {
			assertThat(claims.claim("job").holders()).extracting(LockHolder::pid).containsExactly(holder.pid());
			assertThat(claims.list()).singleElement()
				.satisfies((claim) -> assertThat(claim.holders()).extracting(LockHolder::pid)
					.containsExactly(holder.pid()));
		}
		finally {
			assertThat(Requirement.run("umount", "--lazy", merged.toString())).isTrue();
		}
	}

	@Test
	void aClaimThatAForeignProgramLeftToItsChildIsTheChildsWhileThatProgramLives() throws Exception {
		Requirement.FLOCK.require();
		Process parent = new ProcessBuilder("flock", "--no-fork", this.directory.resolve("job.lock").toString(),
				"flock", "--no-fork", this.directory.resolve("job.live.lock").toString(), "sh", "-c",
				"sleep 600 & exec 3>&- 4>&-; echo $!; read line; kill $!")
			.start();
		try (LockRuntime runtime = LockRuntime.builder().build();
				ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime)) {
			long child = Long.parseLong(parent.inputReader().readLine());
			assertThat(claims.claim("job").holders()).extracting(LockHolder::pid).containsExactly(child);
			assertThat(claims.list()).singleElement().satisfies((claim) -> {
				assertThat(claim.state()).isEqualTo(LockState.HELD);
				assertThat(claim.holders()).extracting(LockHolder::pid, LockHolder::confidence)
					.containsExactly(tuple(child, Confidence.CONFIRMED));
			});
		}
		finally {
			parent.outputWriter().close();
			assertThat(parent.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void theTokenGrowsWhenItsCounterIsLost() throws IOException {
		try (LockRuntime runtime = LockRuntime.builder().build();
				ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime)) {
			long first = token(claims);
			Files.delete(this.directory.resolve("job.live.lock"));
			assertThat(token(claims)).isGreaterThan(first);
		}
	}

	private static long token(ClaimDirectory claims) {
		try (ClaimHold claim = claims.claim("job", new byte[0]).tryAcquire().orElseThrow()) {
			return claim.fencingToken();
		}
	}

	private static long onlyChild(long pid) {
		ProcessHandle parent = ProcessHandle.of(pid).orElseThrow();
		Awaitility.await().until(() -> parent.children().count() == 1);
		return parent.children().findFirst().orElseThrow().pid();
	}

	/**
	 * A process that looks at a claim and tells what it sees.
	 */
	static final class ClaimObserver {

		private ClaimObserver() {
		}

		public static void main(String[] arguments) throws InterruptedException {
			ClaimDirectory claims = ClaimDirectory.open(Path.of(arguments[0]), LockRuntime.builder().build());
			ForkedJvm.reply(claims.claim("job").inspect().state() + " holders=" + claims.claim("job").holders().size()
					+ " listed=" + claims.list().get(0).state());
			Thread.currentThread().join();
		}

	}

}
