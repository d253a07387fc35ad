package dev.latchkey.spring.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which classes are looked through for locks.
 */
class LockAnnotationsTests {

	@Test
	void aClassWithoutLocksIsNotLookedThrough() {
		assertThat(LockAnnotations.isCandidate(Plain.class)).isFalse();
		assertThat(LockAnnotations.isCandidate(String.class)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { OnMethod.class, OnType.class, Composed.class, Repeated.class, Pack.class, Inherits.class,
			Implements.class, ImplementsFurtherUp.class, FurtherUp.class })
	void aLockAnywhereInTheHierarchyIsFound(Class<?> type) {
		assertThat(LockAnnotations.isCandidate(type)).isTrue();
	}

	static class Plain implements Comparable<Plain> {

		@Deprecated
		void work() {
		}

		@Override
		public int compareTo(Plain other) {
			return 0;
		}

	}

	static class OnMethod {

		@HeldFileLock("job")
		void work() {
		}

	}

	@HeldFileLock("job")
	static class OnType {

	}

	static class Composed {

		@Nightly
		void work() {
		}

	}

	@HeldFileLock("nightly")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Nightly {

	}

	static class Repeated {

		@HeldFileLock("one")
		@HeldFileLock("two")
		void work() {
		}

	}

	static class Pack {

		@PackLock("#p0")
		void work(String pack) {
		}

	}

	static class Inherits extends OnMethod {

		@Override
		void work() {
		}

	}

	interface Job {

		@HeldFileLock("job")
		void work();

	}

	static class Implements implements Job {

		@Override
		public void work() {
		}

	}

	interface SpecialJob extends Job {

	}

	static class ImplementsFurtherUp implements SpecialJob {

		@Override
		public void work() {
		}

	}

	static class FurtherUp extends ImplementsFurtherUp {

	}

}
