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

package dev.latchkey.spring.autoconfigure;

import java.nio.file.Path;
import java.util.function.Consumer;

import org.aspectj.weaver.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.latchkey.LockHold;
import dev.latchkey.LockSetupException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockShutdown;
import dev.latchkey.spring.LockShutdownException;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.aop.LockDefinitionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A child context whose parent has locks too: annotations work in both.
 */
class ChildContextTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void beansOfParentAndChildAreLocked(boolean aspectJ) {
		inChild(aspectJ, runner(aspectJ).withBean("of-child", Job.class).withPropertyValues("job.lock=child"),
				(child) -> {
					assertThat(child.getBean("of-child", Job.class).run()).isEqualTo("child");
					assertThat(child.getBean("of-parent", Job.class).run()).isEqualTo("parent");
				});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aLockThatCannotWorkFailsTheStartOfTheChild(boolean aspectJ) {
		inChild(aspectJ, runner(aspectJ).withBean(PrivateMethod.class),
				(child) -> assertThat(child).getFailure()
					.rootCause()
					.isInstanceOf(LockDefinitionException.class)
					.hasMessageContaining("is 'private'"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void filesAreSharedAndEachContextIsStoppedOnItsOwn(boolean aspectJ) {
		inChild(aspectJ, runner(aspectJ), (child) -> {
			AssertableApplicationContext parent = (AssertableApplicationContext) child.getParent();
			assertThat(parent).isNotNull();
			assertThat(child.getBean(LockDirectory.class)).isSameAs(parent.getBean(LockDirectory.class));
			assertThat(child.getBean(LockRuntime.class)).isSameAs(parent.getBean(LockRuntime.class));
			LockTemplate ofChild = child.getBean(LockTemplate.class);
			child.getBean(LockShutdown.class).stop();
			assertThatExceptionOfType(LockShutdownException.class)
				.isThrownBy(() -> ofChild.execute(LockRequest.of("x"), () -> "never"));
			assertThat(parent.getBean(LockTemplate.class)
				.<String, RuntimeException>execute(LockRequest.of("x"), ChildContextTests::lock)).isEqualTo("x");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatReplacesTheAdmissionOfTheParentServesTheChild(boolean aspectJ) {
		ApplicationContextRunner parent = runner(aspectJ).withBean("mine", LockAdmission.class,
				() -> LockAdmission.ALWAYS);
		parent.run((context) -> runner(aspectJ).withParent(context)
			.run((child) -> assertThat(child.getBean(LockAdmission.class)).isSameAs(LockAdmission.ALWAYS)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aChildThatIsNotEnabledAsItsParentIsDoesNotStart(boolean enabled) {
		runner(true).withPropertyValues("latchkey.enabled=" + !enabled)
			.run((parent) -> runner(true).withParent(parent)
				.withPropertyValues("latchkey.enabled=" + enabled)
				.run((child) -> assertThat(child).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(LockSetupException.class, (failure) -> {
						assertThat(failure.problem()).contains("latchkey.enabled=" + enabled);
						assertThat(failure.remedy()).contains("latchkey.enabled=" + !enabled);
					})));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aChildMayBeDisabledWithItsParentAndBelowAPlainOne(boolean plain) {
		ApplicationContextRunner parent = plain ? new ApplicationContextRunner()
				: runner(true).withPropertyValues("latchkey.enabled=false");
		parent.run((context) -> runner(true).withParent(context)
			.withPropertyValues("latchkey.enabled=false", "job.lock=child")
			.withBean(Job.class)
			.run((child) -> assertThat(child).hasNotFailed()));
	}

	@Test
	void aLockedBeanOfAPlainChildFailsTheStartOfTheChild() {
		runner(true).run((parent) -> new ApplicationContextRunner().withParent(parent)
			.withBean("of-child", Job.class)
			.run((child) -> assertThat(child).getFailure()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("'of-child'")
				.hasMessageContaining(Job.class.getName() + ".run")));
	}

	@Test
	void aLockedBeanOfAPlainParentFailsTheStartOfTheChild() {
		new ApplicationContextRunner().withBean("of-parent", Job.class)
			.run((parent) -> runner(true).withParent(parent)
				.run((child) -> assertThat(child).getFailure()
					.isInstanceOf(LockDefinitionException.class)
					.hasMessageContaining("'of-parent'")
					.hasMessageContaining(Job.class.getName() + ".run")));
	}

	@Test
	void aPlainChildWithoutLockedBeansStarts() {
		runner(true).run((parent) -> new ApplicationContextRunner().withParent(parent)
			.withBean("text", String.class, () -> "")
			.run((child) -> assertThat(child).hasNotFailed()));
	}

	private void inChild(boolean aspectJ, ApplicationContextRunner child, Consumer<AssertableApplicationContext> test) {
		runner(aspectJ).withPropertyValues("job.lock=parent")
			.withBean("of-parent", Job.class)
			.run((parent) -> child.withParent(parent).run(test::accept));
	}

	private ApplicationContextRunner runner(boolean aspectJ) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory);
		return aspectJ ? runner : runner.withClassLoader(new FilteredClassLoader(Advice.class));
	}

	private static String lock() {
		return LockContext.current().map(LockHold::id).map((id) -> id.name()).orElse("no lock");
	}

	public static class Job {

		@HeldFileLock("${job.lock}")
		public String run() {
			return lock();
		}

	}

	public static class PrivateMethod {

		@HeldFileLock("x")
		@SuppressWarnings("UnusedMethod")
		private void run() {
		}

	}

}
