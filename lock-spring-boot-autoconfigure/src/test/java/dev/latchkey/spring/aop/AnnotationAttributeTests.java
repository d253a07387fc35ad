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

package dev.latchkey.spring.aop;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.AliasFor;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.order.Enforcement;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.OpenScopes;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;

import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the attributes of the annotations mean.
 */
@ExtendWith(OutputCaptureExtension.class)
class AnnotationAttributeTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class))
		.withBean(Workspaces.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory, "latchkey.wait-time=0",
				"tenant=acme");
	}

	@Test
	void aPathIsGivenByAnArgument() {
		this.runner.run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			Path file = this.workspace.resolve("sync.lock");
			assertThat(workspaces.byPath(this.workspace)).isEqualTo(file.toString());
			assertThat(workspaces.byFile(file.toFile())).isEqualTo(file.toString());
			assertThat(workspaces.byText(file.toString())).isEqualTo(file.toString());
			assertThat(file).doesNotExist();
		});
	}

	@Test
	void aPathThatIsNoneIsRefused() {
		this.runner.run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> workspaces.byText(null))
				.withMessageContaining("'#text'")
				.withMessageContaining("null");
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> workspaces.byText(" "))
				.withMessageContaining("blank");
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> workspaces.byText("\0"))
				.withMessageContaining("no path");
		});
	}

	@Test
	void aTildeInTheTextOfAPathIsTheHomeOfTheUser() {
		this.runner.withPropertyValues("latchkey.enabled=false", "user.home=" + this.workspace).run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			assertThat(workspaces.byText("~/sync.lock")).isEqualTo(this.workspace.resolve("sync.lock").toString());
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> workspaces.byText("~other/sync.lock"))
				.withMessageContaining("'#text'")
				.withMessageContaining("'~other/sync.lock'")
				.withMessageContaining("Only the home directory of this user");
		});
	}

	@Test
	void aRelativePathIsWarnedOfOnceWithItsPlace(CapturedOutput output) {
		Path relative = Path.of("").toAbsolutePath().relativize(this.workspace);
		this.runner.run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			workspaces.byText(this.workspace.resolve("sync.lock").toString());
			assertThat(output).doesNotContain("is relative");
			workspaces.byText(relative.resolve("sync.lock").toString());
			workspaces.byText(relative.resolve("sync.lock").toString());
			assertThat(output.getAll()).containsOnlyOnce("is relative")
				.contains("WARN ", "'#text'", "Workspaces.byText ",
						"'" + relative.resolve("sync.lock").toAbsolutePath());
			workspaces.byPath(relative);
			assertThat(output).contains("'#workspace.resolve('sync.lock')' of the lock on");
		});
	}

	@Test
	void aKeyMayHavePlaceholders() {
		this.runner.run((context) -> assertThat(context.getBean(Workspaces.class).ofTenant(7))
			.endsWith("tenant.acme%2F7.flock"));
	}

	@Test
	void aPackIsLockedAndNeverJoined() {
		this.runner.run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			assertThat(workspaces.pack(this.workspace, workspaces, false))
				.isEqualTo(this.workspace.toRealPath().resolve(".grex-lock").toString());
			assertThatExceptionOfType(LockReentryException.class)
				.isThrownBy(() -> workspaces.pack(this.workspace, workspaces, true));
			assertThatExceptionOfType(LockFileException.class)
				.isThrownBy(() -> workspaces.pack(this.workspace.resolve("missing"), workspaces, false));
		});
	}

	@Test
	void severalLocksAreTakenByTierAndThenAsWritten() throws IOException {
		Files.createDirectory(this.workspace.resolve("pack"));
		this.runner.run((context) -> assertThat(context.getBean(Workspaces.class).several(this.workspace))
			.containsExactly("first.flock", "second.flock", "sync.flock", ".grex-lock", "backend.flock"));
	}

	@Test
	void allLocksOfAMethodAreReleasedIfOneIsBusy() {
		this.runner.run((context) -> {
			LockDirectory directory = context.getBean(LockDirectory.class);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(),
					directory.file(new LockName("second", null)))) {
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> context.getBean(Workspaces.class).two())
					.satisfies((ex) -> assertThat(ex.id().path()).isEqualTo(other.id().path()));
				assertThat(directory.file(new LockName("first", null))).isNot(locked());
			}
		});
	}

	@Test
	void annotationsOfYourOwnCanBeCombinedAndHaveAttributes() {
		this.runner.run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			assertThat(workspaces.composed("7")).isEqualTo("nightly.7");
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(),
					context.getBean(LockDirectory.class).file(new LockName("nightly", "7")))) {
				assertThat(workspaces.composed("7")).as("skipped, as the annotation says").isNull();
				assertThat(other.isHeld()).isTrue();
			}
		});
	}

	@Test
	void theTierIsEnforcedAsTheRuntimeSays() {
		LockTiers failing = new LockTiers(Enforcement.FAIL, List.of());
		this.runner.withBean(LockRuntime.class, () -> LockRuntime.builder().order(failing).build()).run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			assertThatExceptionOfType(LockOrderException.class)
				.isThrownBy(() -> workspaces.backend(() -> workspaces.pack(this.workspace, workspaces, false)))
				.withMessageContaining("BACKEND")
				.withMessageContaining("(at " + Workspaces.class.getName() + ".backend, ")
				.withMessageContaining("(at " + Workspaces.class.getName() + ".pack, ");
		});
	}

	@Test
	void theFallbackIsCalledWithTheSameArguments() {
		this.runner.run((context) -> {
			Workspaces workspaces = context.getBean(Workspaces.class);
			try (LockHold other = OtherHolder.of(context.getBean(LatchkeyParts.class).named(),
					context.getBean(LockDirectory.class).file(new LockName("busy", null)))) {
				assertThat(workspaces.fallingBack("7")).isEqualTo("later: 7");
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> workspaces.fallingBack("fail"))
					.withMessage("on purpose");
				assertThat(other.isHeld()).isTrue();
			}
			assertThat(workspaces.fallingBack("7")).isEqualTo("now: 7");
		});
	}

	static class Workspaces {

		@HeldFileLock(path = "#workspace.resolve('sync.lock')", staleAfter = "10s", heartbeatInterval = "${beat:1s}")
		String byPath(Path workspace) {
			return file();
		}

		@HeldFileLock(path = "#file", staleAfter = "1m")
		String byFile(File file) {
			return file();
		}

		@HeldFileLock(path = "#text", heartbeatInterval = "1s")
		String byText(@Nullable String text) {
			return file();
		}

		@HeldFileLock(value = "tenant", key = "'${tenant}/' + #id")
		String ofTenant(int id) {
			return file();
		}

		@PackLock("#pack")
		String pack(Path pack, Workspaces proxy, boolean again) {
			return again ? proxy.pack(pack, proxy, false) : file();
		}

		@HeldFileLock(value = "backend", tier = LockTier.BACKEND)
		@HeldFileLock("first")
		@HeldFileLock("second")
		@HeldFileLock(value = "sync", tier = LockTier.WORKSPACE_SYNC)
		@PackLock("#workspace.resolve('pack')")
		List<String> several(Path workspace) {
			return OpenScopes.files();
		}

		@HeldFileLock("first")
		@HeldFileLock("second")
		void two() {
		}

		@Nightly(of = "#id")
		@Nullable String composed(String id) {
			return name();
		}

		@HeldFileLock(value = "backend", tier = LockTier.BACKEND)
		void backend(Runnable inside) {
			inside.run();
		}

		@HeldFileLock(value = "busy", fallback = "later")
		String fallingBack(String id) throws IOException {
			return "now: " + id;
		}

		@SuppressWarnings("UnusedMethod")
		private String later(String id) throws IOException {
			if (id.equals("fail")) {
				throw new IOException("on purpose");
			}
			return "later: " + id;
		}

		private static String file() {
			return LockContext.current().orElseThrow().id().path().toString();
		}

		private static String name() {
			return LockContext.current().orElseThrow().id().name();
		}

	}

	@HeldFileLock(value = "nightly", waitTime = "0", whenBusy = WhenBusy.SKIP)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Nightly {

		@AliasFor(annotation = HeldFileLock.class, attribute = "key")
		String of();

	}

}
