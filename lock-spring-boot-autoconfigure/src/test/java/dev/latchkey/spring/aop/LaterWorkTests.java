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

import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import kotlinx.coroutines.Job;
import org.hibernate.collection.spi.PersistentCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Slice;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LatchkeyException;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Results that stand for work which is not done are found at start-up, or where the
 * declared type does not show them, when they are returned.
 */
class LaterWorkTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@ValueSource(classes = { CallableTyped.class, TaskTyped.class, BodyTyped.class, BodyInEntity.class,
			StageInEntity.class, FuturesInList.class, EmitterInOptional.class, StreamTyped.class, IteratorTyped.class,
			SupplierTyped.class, SpliteratorTyped.class, ResolvedStream.class, RunnableTyped.class,
			FluxInEntityInMono.class, BodyInEntityInStage.class, BodyInEntityInDeferredResult.class,
			EmitterInStage.class, MonoInMono.class, FluxInFlux.class, StreamInMono.class, CallableInStage.class,
			CallablesInMap.class, StreamsByKey.class, StreamsInIterable.class, StreamInArrayInMap.class,
			Coroutine.class, CoroutineFlow.class, StageInEntry.class, StreamsInPage.class })
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
	void whatIsDoneIsReturnedInContainersOfAnyKind() {
		runner().withBean(Containers.class).run((context) -> {
			Containers containers = context.getBean(Containers.class);
			assertThat(containers.page()).containsExactly("done");
			assertThat(containers.mono().block()).isEqualTo(ResponseEntity.ok(new PageImpl<>(List.of("done"))));
			assertThat(containers.any(new PageImpl<>(List.of("done")))).isEqualTo(new PageImpl<>(List.of("done")));
			assertThat(containers.any(Colour.RED)).isEqualTo(Colour.RED);
			assertThat(containers.colour().get()).isEqualTo("red");
			assertThat(containers.entry()).isEqualTo(Map.entry("k", "done"));
			assertThat(containers.result()).isEqualTo(new Result<>("done", List.of()));
		});
	}

	@ParameterizedTest
	@MethodSource
	void workInsideOfAResultThatDoesNotSayItIsRefusedWhenItIsSeen(Object result) {
		runner().withBean(Vague.class).run((context) -> {
			Vague vague = context.getBean(Vague.class);
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> vague.run(result))
				.withMessageContaining("$Vague.run ")
				.withMessageContaining("released before its work is done");
		});
	}

	static Stream<Object> workInsideOfAResultThatDoesNotSayItIsRefusedWhenItIsSeen() {
		Callable<String> later = () -> "";
		return Stream.of(List.of("done", later), Map.of("k", Stream.of("later")), new Object[][] { { later } },
				Optional.of(later), ResponseEntity.ok(List.of(later)), List.of(Map.of("k", List.of(later))),
				ResponseEntity.ok(Flux.just("later")), Map.entry("k", later));
	}

	@Test
	void valuesOfAMapOfAnythingAreLookedAt() {
		runner().withBean(Vague.class).run((context) -> {
			Vague vague = context.getBean(Vague.class);
			assertThat(vague.map(Map.of("k", List.of("done")))).containsKey("k");
			assertThatExceptionOfType(LatchkeyException.class)
				.isThrownBy(() -> vague.map(Map.of("k", Stream.of("later"))))
				.withMessageContaining("$Vague.map ");
		});
	}

	@Test
	void aCollectionThatWouldLoadItsElementsIsNotLookedInto() {
		runner().withBean(Vague.class).run((context) -> {
			Vague vague = context.getBean(Vague.class);
			Detached detached = new Detached();
			assertThat(vague.run(detached)).isSameAs(detached);
			assertThat(vague.map(Map.of("k", detached))).containsKey("k");
		});
	}

	@Test
	void aTypeThatContainsItselfStarts() {
		runner().withBean(Recursive.class).run((context) -> {
			Recursive recursive = context.getBean(Recursive.class);
			List<Object> own = new ArrayList<>();
			own.add(own);
			assertThat(recursive.tree()).isEmpty();
			assertThat(recursive.any(own)).isSameAs(own);
		});
	}

	@ParameterizedTest
	@MethodSource
	void whatIsFollowedWhereItIsDeclaredIsToBeDeclared(Object result) {
		runner().withBean(Vague.class)
			.run((context) -> assertThatExceptionOfType(LatchkeyException.class)
				.isThrownBy(() -> context.getBean(Vague.class).run(result))
				.withMessageContaining("Declare it as the return type"));
	}

	static Stream<Object> whatIsFollowedWhereItIsDeclaredIsToBeDeclared() {
		return Stream.of(new DeferredResult<>(), new SseEmitter(), ResponseEntity.ok(new SseEmitter()),
				Mono.just("later"), Flux.just("later"), new CompletableFuture<>());
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory);
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

	static class RunnableTyped {

		@HeldFileLock("x")
		Runnable run() {
			throw new UnsupportedOperationException();
		}

	}

	static class FluxInEntityInMono {

		@HeldFileLock("x")
		Mono<ResponseEntity<Flux<String>>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class BodyInEntityInStage {

		@HeldFileLock("x")
		CompletableFuture<ResponseEntity<StreamingResponseBody>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class BodyInEntityInDeferredResult {

		@HeldFileLock("x")
		DeferredResult<ResponseEntity<StreamingResponseBody>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class EmitterInStage {

		@HeldFileLock("x")
		CompletableFuture<SseEmitter> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class MonoInMono {

		@HeldFileLock("x")
		Mono<Mono<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class FluxInFlux {

		@HeldFileLock("x")
		Flux<Flux<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class StreamInMono {

		@HeldFileLock("x")
		Mono<Stream<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class CallableInStage {

		@HeldFileLock("x")
		CompletionStage<? extends Callable<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class CallablesInMap {

		@HeldFileLock("x")
		Map<String, Callable<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class StreamsByKey {

		@HeldFileLock("x")
		Map<String, Stream<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class StreamsInIterable {

		@HeldFileLock("x")
		Iterable<Stream<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class StreamInArrayInMap {

		@HeldFileLock("x")
		Map<String, Stream<String>[]> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class Coroutine {

		@HeldFileLock("x")
		Job run() {
			throw new UnsupportedOperationException();
		}

	}

	static class CoroutineFlow {

		@HeldFileLock("x")
		kotlinx.coroutines.flow.Flow run() {
			throw new UnsupportedOperationException();
		}

	}

	static class StageInEntry {

		@HeldFileLock("x")
		Map.Entry<String, CompletableFuture<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	static class StreamsInPage {

		@HeldFileLock("x")
		Page<Stream<String>> run() {
			throw new UnsupportedOperationException();
		}

	}

	enum Colour implements Supplier<String> {

		RED {

			@Override
			public String get() {
				return "red";
			}

		}

	}

	record Result<T>(T value, Iterable<T> others) {
	}

	static class Containers {

		@HeldFileLock("x")
		Page<String> page() {
			return new PageImpl<>(List.of("done"));
		}

		@HeldFileLock("x")
		Mono<ResponseEntity<Slice<String>>> mono() {
			return Mono.just(ResponseEntity.ok(new PageImpl<>(List.of("done"))));
		}

		@HeldFileLock("x")
		Object any(Object result) {
			return result;
		}

		@HeldFileLock("x")
		Colour colour() {
			return Colour.RED;
		}

		@HeldFileLock("x")
		Map.Entry<String, String> entry() {
			return Map.entry("k", "done");
		}

		@HeldFileLock("x")
		Result<String> result() {
			return new Result<>("done", List.of());
		}

	}

	static class Detached extends AbstractCollection<Object> implements PersistentCollection {

		@Override
		public Iterator<Object> iterator() {
			throw new IllegalStateException("no session");
		}

		@Override
		public int size() {
			throw new IllegalStateException("no session");
		}

	}

	static class Tree extends ArrayList<Tree> {

		private static final long serialVersionUID = 1L;

	}

	static class Recursive {

		@HeldFileLock("x")
		Tree tree() {
			return new Tree();
		}

		@HeldFileLock("x")
		Object any(Object result) {
			return result;
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
		Map<String, Object> map(Map<String, Object> result) {
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

}
