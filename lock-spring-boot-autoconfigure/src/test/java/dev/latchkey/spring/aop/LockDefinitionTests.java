package dev.latchkey.spring.aop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import kotlin.coroutines.Continuation;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import dev.latchkey.LatchkeyException;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.aop.elsewhere.VisibleHereOnly;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks that could not work are found at start-up, and the message names the method.
 */
class LockDefinitionTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@ValueSource(classes = { PrivateMethod.class, StaticMethod.class, FinalMethod.class, FinalMethodOfLockedClass.class,
			Blank.class, Unresolved.class, BadWaitTime.class, NegativeWaitTime.class, NoExpression.class,
			BeanReference.class, TypeReference.class, Constructor.class, NoSuchArgument.class, NoHash.class,
			NoKindOfStage.class, FutureTyped.class, FlowTyped.class, PublisherTyped.class, Suspending.class,
			SkipPrimitive.class, SkipNonNull.class, NameAndPath.class, NeitherNameNorPath.class,
			BeanReferenceInPath.class, BeanReferenceInPack.class, NoPack.class, HeartbeatTooSlow.class,
			FallbackMissing.class, FallbackWithOtherParameters.class, FallbackWithOtherResult.class,
			FallbackThrowing.class, FallbackToItself.class, FallbackNotNamed.class, FallbackNeverCalled.class })
	void aLockThatCannotWorkFailsTheStart(Class<?> bean) {
		runner().withBean(bean).run((context) -> assertThat(context).getFailure().satisfies((failure) -> {
			Throwable cause = failure;
			while (!(cause instanceof LockDefinitionException) && cause.getCause() != null) {
				cause = cause.getCause();
			}
			assertThat(cause).isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
				assertThat(definition.problem()).contains(bean.getName() + ".run").endsWith(".");
				assertThat(definition.remedy()).endsWith(".");
			});
		}));
	}

	@ParameterizedTest
	@ValueSource(classes = { CallableTyped.class, TaskTyped.class, BodyTyped.class, BodyInEntity.class,
			StageInEntity.class, FuturesInList.class, EmitterInOptional.class, StreamTyped.class, IteratorTyped.class,
			SupplierTyped.class, SpliteratorTyped.class, ResolvedStream.class })
	void workThatGoesOnWithoutTellingItsEndFailsTheStart(Class<?> bean) {
		runner().withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains(".run")
						.contains("released before its work is done")
						.endsWith(".");
					assertThat(definition.remedy()).contains("eturn").endsWith(".");
				}));
	}

	@Test
	void workThatGoesOnBehindATypeThatDoesNotSayItIsRefusedWhenItIsSeen() {
		runner().withBean(Vague.class).run((context) -> {
			Vague vague = context.getBean(Vague.class);
			assertThat(vague.run(List.of("done"))).isEqualTo(List.of("done"));
			assertThat(vague.iterable(List.of("done"))).containsExactly("done");
			assertThat(vague.entity("done").getBody()).isEqualTo("done");
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> vague.run(Stream.of("later")))
				.withMessageContaining("$Vague.run ")
				.withMessageContaining("Return a List");
			assertThatExceptionOfType(LatchkeyException.class)
				.isThrownBy(() -> vague.iterable(() -> List.of("later").iterator()))
				.withMessageContaining("$Vague.iterable ");
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> vague.entity(new CompletableFuture<>()))
				.withMessageContaining("$Vague.entity ");
		});
	}

	@Test
	void aDefaultOfSkipIsCheckedToo() {
		runner().withPropertyValues("latchkey.when-busy=skip")
			.withBean(Primitive.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("must return a value"));
		runner().withBean(Primitive.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aFinalMethodThatALockedClassOnlyInheritsIsNoMistake() {
		runner().withBean(InheritsFinal.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { InheritsLockedFinal.class, InheritsInvisible.class, Interceptor.class })
	void aLockThatNoProxyCanPutAroundItsMethodFailsTheStart(Class<?> bean) {
		runner().withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining(".run ")
				.hasMessageContaining("no proxy can put its lock around it"));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory);
	}

	static class PrivateMethod {

		@HeldFileLock("x")
		@SuppressWarnings("UnusedMethod")
		private void run() {
		}

	}

	static class StaticMethod {

		@HeldFileLock("x")
		static void run() {
		}

	}

	static class FinalMethod {

		@HeldFileLock("x")
		final void run() {
		}

	}

	@HeldFileLock("x")
	static class FinalMethodOfLockedClass {

		final void run() {
		}

	}

	static class NotLocked {

		final void run() {
		}

	}

	@HeldFileLock("x")
	static class InheritsFinal extends NotLocked {

	}

	static class InheritsLockedFinal extends FinalMethodOfLockedClass {

	}

	static class InheritsInvisible extends VisibleHereOnly {

	}

	static class Interceptor implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			return invocation.proceed();
		}

		@HeldFileLock("x")
		void run() {
		}

	}

	static class Blank {

		@HeldFileLock(" ")
		void run() {
		}

	}

	static class Unresolved {

		@HeldFileLock("${no.such.property}")
		void run() {
		}

	}

	static class BadWaitTime {

		@HeldFileLock(value = "x", waitTime = "soon")
		void run() {
		}

	}

	static class NegativeWaitTime {

		@HeldFileLock(value = "x", waitTime = "-1s")
		void run() {
		}

	}

	static class NoExpression {

		@HeldFileLock(value = "x", key = "#p0 +")
		void run(String id) {
		}

	}

	static class BeanReference {

		@HeldFileLock(value = "x", key = "@environment.getProperty(#p0)")
		void run(String id) {
		}

	}

	static class TypeReference {

		@HeldFileLock(value = "x", key = "T(java.lang.System).getenv(#p0)")
		void run(String id) {
		}

	}

	static class Constructor {

		@HeldFileLock(value = "x", key = "new String(#p0)")
		void run(String id) {
		}

	}

	static class NoSuchArgument {

		@HeldFileLock(value = "x", key = "#idd")
		void run(String id) {
		}

	}

	static class NoHash {

		@HeldFileLock(value = "x", key = "id")
		void run(String id) {
		}

	}

	static class NameAndPath {

		@HeldFileLock(value = "x", path = "#p0")
		void run(Path path) {
		}

	}

	static class NeitherNameNorPath {

		@HeldFileLock
		void run() {
		}

	}

	static class BeanReferenceInPath {

		@HeldFileLock(path = "@environment.getProperty(#p0)")
		void run(String id) {
		}

	}

	static class BeanReferenceInPack {

		@PackLock("@environment.getProperty(#p0)")
		void run(String id) {
		}

	}

	static class NoPack {

		@PackLock("")
		void run() {
		}

	}

	static class HeartbeatTooSlow {

		@HeldFileLock(value = "x", staleAfter = "10s", heartbeatInterval = "10s")
		void run() {
		}

	}

	static class FallbackMissing {

		@HeldFileLock(value = "x", fallback = "none")
		void run() {
		}

	}

	static class FallbackWithOtherParameters {

		@HeldFileLock(value = "x", fallback = "other")
		void run(String id) {
		}

		void other(int id) {
		}

	}

	static class FallbackWithOtherResult {

		@PackLock(value = "#p0", fallback = "other")
		String run(Path pack) {
			return "";
		}

		Object other(Path pack) {
			return "";
		}

	}

	static class FallbackThrowing {

		@HeldFileLock(value = "x", fallback = "other")
		void run() {
		}

		void other() throws IOException {
		}

	}

	static class FallbackToItself {

		@HeldFileLock(value = "x", fallback = "run")
		void run() {
		}

	}

	static class FallbackNotNamed {

		@HeldFileLock(value = "x", whenBusy = WhenBusy.FALLBACK)
		void run() {
		}

	}

	static class FallbackNeverCalled {

		@HeldFileLock(value = "x", whenBusy = WhenBusy.SKIP, fallback = "other")
		void run() {
		}

		void other() {
		}

	}

	static class NoKindOfStage {

		@HeldFileLock("x")
		OwnStage run() {
			return new OwnStage();
		}

	}

	static class OwnStage extends CompletableFuture<String> {

	}

	static class FutureTyped {

		@HeldFileLock("x")
		Future<String> run() {
			return new CompletableFuture<>();
		}

	}

	static class FlowTyped {

		@HeldFileLock("x")
		Flow.Publisher<String> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class PublisherTyped {

		@HeldFileLock("x")
		Publisher<String> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class CallableTyped {

		@HeldFileLock("x")
		Callable<String> run() {
			return () -> "";
		}

	}

	static class TaskTyped {

		@HeldFileLock("x")
		WebAsyncTask<String> run() {
			return new WebAsyncTask<>(() -> "");
		}

	}

	static class BodyTyped {

		@HeldFileLock("x")
		StreamingResponseBody run() {
			return (body) -> {
			};
		}

	}

	static class BodyInEntity {

		@HeldFileLock("x")
		ResponseEntity<StreamingResponseBody> run() {
			return ResponseEntity.noContent().build();
		}

	}

	static class StageInEntity {

		@HeldFileLock("x")
		ResponseEntity<CompletionStage<String>> run() {
			return ResponseEntity.noContent().build();
		}

	}

	static class FuturesInList {

		@HeldFileLock("x")
		List<Future<String>> run() {
			return List.of();
		}

	}

	static class EmitterInOptional {

		@HeldFileLock("x")
		Optional<ResponseBodyEmitter> run() {
			return Optional.empty();
		}

	}

	static class StreamTyped {

		@HeldFileLock("x")
		IntStream run() {
			return IntStream.empty();
		}

	}

	static class IteratorTyped {

		@HeldFileLock("x")
		ListIterator<String> run() {
			return List.<String>of().listIterator();
		}

	}

	static class SpliteratorTyped {

		@HeldFileLock("x")
		Spliterator<String> run() {
			return List.<String>of().spliterator();
		}

	}

	static class SupplierTyped {

		@HeldFileLock("x")
		Supplier<String> run() {
			return () -> "";
		}

	}

	abstract static class Generic<T> {

		@HeldFileLock("x")
		T run() {
			throw new UnsupportedOperationException();
		}

	}

	static class ResolvedStream extends Generic<Stream<String>> {

	}

	static class Vague {

		@HeldFileLock("x")
		Object run(Object result) {
			return result;
		}

		@HeldFileLock("x")
		Iterable<String> iterable(Iterable<String> result) {
			return result;
		}

		@HeldFileLock("x")
		ResponseEntity<?> entity(Object result) {
			return ResponseEntity.ok(result);
		}

	}

	static class Suspending {

		@HeldFileLock("x")
		void run(String id, Continuation continuation) {
		}

	}

	static class SkipPrimitive {

		@HeldFileLock(value = "x", whenBusy = WhenBusy.SKIP)
		int run() {
			return 1;
		}

	}

	static class SkipNonNull {

		@HeldFileLock(value = "x", whenBusy = WhenBusy.SKIP)
		String run() {
			return "";
		}

	}

	static class Primitive {

		@HeldFileLock("x")
		int run() {
			return 1;
		}

	}

}
