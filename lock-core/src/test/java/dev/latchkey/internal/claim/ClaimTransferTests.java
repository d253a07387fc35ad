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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHolder;
import dev.latchkey.LockLostException;
import dev.latchkey.LockState;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClaimTransferTests {

	private static final byte[] CONTENT = "8080".getBytes(StandardCharsets.UTF_8);

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	private ClaimDirectory claims;

	@BeforeEach
	void open() {
		this.claims = ClaimDirectory.open(this.directory, this.runtime);
	}

	@AfterEach
	void close() {
		this.claims.close();
		this.runtime.close();
	}

	@Test
	void theChildHasTheClaimUntilItEnds() throws Exception {
		Requirement.INHERITANCE.require();
		ClaimHold claim = acquire();
		Process child = claim.transferTo(new ProcessBuilder("cat"));
		assertThat(claim.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(claim::requireHeld);
		claim.close();
		assertThat(this.claims.claim("port").inspect().state()).isEqualTo(LockState.HELD);
		assertThat(this.claims.read("port")).hasValue(CONTENT);
		assertThat(this.claims.claim("port", CONTENT).tryAcquire()).isEmpty();
		assertThat(this.claims.claim("port").holders()).extracting(LockHolder::pid).containsExactly(child.pid());
		assertThat(this.claims.list()).singleElement()
			.satisfies(
					(listed) -> assertThat(listed.holders()).extracting(LockHolder::pid).containsExactly(child.pid()));
		child.outputWriter().close();
		assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(child.exitValue()).isZero();
		acquire().close();
	}

	@Test
	void aChildThatCannotBeStartedLeavesTheClaimHere() {
		Requirement.INHERITANCE.require();
		try (ClaimHold claim = acquire()) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> claim.transferTo(new ProcessBuilder("/does/not/exist")))
				.withMessageContaining("No such file or directory");
			claim.requireHeld();
			assertThat(this.claims.claim("port").holders()).extracting(LockHolder::pid)
				.containsExactly(ProcessHandle.current().pid());
		}
		assertThat(this.claims.claim("port").inspect().state()).isEqualTo(LockState.FREE);
	}

	@Test
	void theChildKeepsTheClaimWhenItsFirstHolderIsKilled() throws Exception {
		Requirement.INHERITANCE.require();
		try (ForkedJvm holder = ForkedJvm.start(Giver.class, this.directory.toString())) {
			long child = Long.parseLong(holder.answer());
			holder.kill();
			assertThat(this.claims.claim("port").inspect().state()).isEqualTo(LockState.HELD);
			assertThat(this.claims.claim("port").holders()).extracting(LockHolder::pid).containsExactly(child);
			assertThat(Requirement.run("kill", "-KILL", Long.toString(child))).isTrue();
			assertThat(this.claims.awaitReleased("port", Duration.ofMinutes(1))).isTrue();
			acquire().close();
		}
	}

	@Test
	void childrenOfTheChildKeepItToo() throws Exception {
		Requirement.INHERITANCE.require();
		Process child = acquire().transferTo(new ProcessBuilder("sh", "-c", "sleep 600 & echo $!"));
		long grandchild = Long.parseLong(child.inputReader().readLine());
		assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.claims.claim("port").inspect().state()).isEqualTo(LockState.HELD);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.claims.claim("port").holders()).extracting(LockHolder::pid)
				.containsExactly(grandchild));
		assertThat(Requirement.run("kill", "-KILL", Long.toString(grandchild))).isTrue();
		assertThat(this.claims.awaitReleased("port", Duration.ofMinutes(1))).isTrue();
	}

	private ClaimHold acquire() {
		return this.claims.claim("port", CONTENT).tryAcquire().orElseThrow();
	}

	/**
	 * A process that acquires a claim and gives it to a child.
	 */
	static final class Giver {

		private Giver() {
		}

		public static void main(String[] arguments) throws Exception {
			ClaimDirectory claims = ClaimDirectory.open(Path.of(arguments[0]), LockRuntime.builder().build());
			ClaimHold claim = claims.claim("port", CONTENT).tryAcquire().orElseThrow();
			Process child = claim.transferTo(new ProcessBuilder("sleep", "600"));
			ForkedJvm.reply(Long.toString(child.pid()));
			child.waitFor();
		}

	}

}
