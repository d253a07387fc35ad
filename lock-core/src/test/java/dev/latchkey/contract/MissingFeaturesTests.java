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

package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.latchkey.LockHold;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.UnsupportedFeatureException;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.daemon.DaemonControl;
import dev.latchkey.daemon.StopResult.NotRunning;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.PlatformTraits;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of locks on a system that offers less.
 */
class MissingFeaturesTests {

	private static final String SYSTEM = "Plan 9";

	@TempDir
	Path directory;

	@Test
	void aClaimIsNotLeftToAChildAndStaysHeld() throws IOException {
		LockRuntime runtime = runtimeWithout(PlatformFeature.INHERITED_LOCKS).build();
		try (ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime);
				ClaimHold claim = claims.claim("port").tryAcquire().orElseThrow()) {
			assertThatExceptionOfType(UnsupportedFeatureException.class)
				.isThrownBy(() -> claim.transferTo(new ProcessBuilder("true")))
				.withMessage("Leaving a claim to a child process is not supported on Plan 9. "
						+ "Release the claim, and let the child acquire it.")
				.satisfies((ex) -> assertThat(ex.system()).isEqualTo(SYSTEM))
				.satisfies((ex) -> assertThat(ex.feature()).isEqualTo("Leaving a claim to a child process"));
			claim.requireHeld();
		}
	}

	@Test
	void aProgramIsNotStoppedByItsPidFile() throws Exception {
		LockRuntime runtime = runtimeWithout(PlatformFeature.PROVEN_SIGNALS).build();
		DaemonControl control = new DaemonControl(new PidFileLock(runtime, this.directory.resolve("job.pid")));
		assertThat(control.stop(Duration.ZERO)).isEqualTo(new NotRunning());
		try (ForkedJvm worker = LockWorker.start(LockType.PID_FILE, this.directory)) {
			assertThat(worker.ask("try")).startsWith("held");
			assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> control.stop(Duration.ZERO))
				.withMessageContaining("is not supported on Plan 9. Nothing was signalled: end pid " + worker.pid());
			assertThat(worker.isAlive()).isTrue();
		}
	}

	@Test
	void locksAreNotSharedWithAGroup() {
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> runtimeWithout(PlatformFeature.GROUP_PERMISSIONS).shared(true).build())
			.withMessageContaining("is not supported on Plan 9. Leave shared (latchkey.shared) off");
		runtimeWithout(PlatformFeature.GROUP_PERMISSIONS).build().close();
	}

	/** Names of one file would have two queues, and a thread could wait for itself. */
	@Test
	void namesThatDifferInCaseHaveFilesThatDifferInMore() throws IOException {
		LockRuntime runtime = runtimeWithout(PlatformFeature.CASE_SENSITIVE_NAMES).build();
		try (NamedLocks locks = new NamedLocks(runtime, this.directory, LockOptions.defaults());
				LockHold upper = locks.lock("Job", "A").tryAcquire().orElseThrow();
				LockHold lower = locks.lock("job", "a").tryAcquire().orElseThrow()) {
			assertThat(upper.id().path()).hasFileName("%4Aob.%41.flock");
			assertThat(lower.id().path()).hasFileName("job.a.flock");
			assertThat(locks.ofFile(upper.id().path()).inspect().state()).isEqualTo(LockState.HELD);
		}
	}

	@ParameterizedTest
	@CsvSource({ "Leader, %4Ceader.lock", "leader, leader.lock", "con, %63on.lock", "COM1, %43%4F%4D1.lock" })
	void aClaimIsFoundByItsKey(String key, String file) {
		LockRuntime runtime = runtimeWithout(PlatformFeature.CASE_SENSITIVE_NAMES).build();
		byte[] content = { 1, 2 };
		try (ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime);
				ClaimHold claim = claims.claim(key, content).tryAcquire().orElseThrow()) {
			assertThat(claim.id().path()).hasFileName(file);
			assertThat(claims.read(key)).hasValue(content);
			assertThat(claims.list()).extracting(LockInspection::id).containsExactly(claim.id());
			assertThat(claims.claim(key).inspect().state()).isEqualTo(LockState.HELD);
		}
	}

	private static LockRuntime.Builder runtimeWithout(PlatformFeature missing) {
		Platform real = Platforms.current();
		Set<PlatformFeature> features = EnumSet.complementOf(EnumSet.of(missing));
		return LockRuntime.builder(new Platform(real.files(), real.processes(), real.wakes(), real.watches(),
				real.spawns(), new PlatformTraits(SYSTEM, features)));
	}

}
