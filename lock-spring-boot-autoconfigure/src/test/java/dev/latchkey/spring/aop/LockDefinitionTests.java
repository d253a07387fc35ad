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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.LockTier;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.ScheduledLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.aop.elsewhere.VisibleHereOnly;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Locks that could not work are found at start-up, and the message names the method.
 */
class LockDefinitionTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@ValueSource(classes = { PrivateMethod.class, StaticMethod.class, FinalMethod.class, FinalMethodOfLockedClass.class,
			Blank.class, Unresolved.class, BadWaitTime.class, NegativeWaitTime.class, WaitTimeWithoutUnit.class,
			LeastTimeWithoutUnit.class, NoExpression.class, BeanReference.class, TypeReference.class, Constructor.class,
			NoSuchArgument.class, NoHash.class, UnknownKeyResolver.class, KeyResolverOfOtherType.class,
			KeyResolverAndPath.class, NoExpressionInCondition.class, BeanReferenceInCondition.class,
			NoSuchArgumentInCondition.class, BeanReferenceInConditionOfPack.class, NoKindOfStage.class,
			FutureTyped.class, FlowTyped.class, PublisherTyped.class, Suspending.class, SkipPrimitive.class,
			SkipNonNull.class, NameAndPath.class, NeitherNameNorPath.class, BeanReferenceInPath.class,
			BeanReferenceInPack.class, NoPack.class, HeartbeatTooSlow.class, FallbackMissing.class,
			FallbackWithOtherParameters.class, FallbackWithOtherResult.class, FallbackThrowing.class,
			FallbackToItself.class, FallbackNotNamed.class, FallbackNeverCalled.class })
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
	@ValueSource(classes = { CollectionKey.class, MapKey.class, ArrayKey.class, OptionalKey.class,
			CollectionInKey.class, CollectionInText.class, CollectionInChoice.class, ListMadeInKey.class,
			ProjectedKey.class, Misspelt.class, MisspeltInElement.class, MisspeltMethod.class, ResolvedMisspelt.class,
			NumberAsPath.class, CollectionAsPack.class, ArrayInRecord.class, ListInRecord.class, OptionalInRecord.class,
			ArrayInReference.class, ArrayInEntry.class, CollectionInTextOfChoice.class, TextAsCondition.class,
			NumberAsConditionOfPack.class, MisspeltInCondition.class })
	void anExpressionThatCannotMeanWhatItSaysFailsTheStart(Class<?> bean) {
		runner().withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains(".run ").endsWith(".");
					assertThat(definition.remedy()).endsWith(".");
				}));
	}

	@Test
	void expressionsWhoseTypesAreFineOrUnknownStart() {
		runner().withBean(Expressions.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { FinalClass.class, RecordClass.class })
	void aClassThatCannotBeExtendedFailsTheStart(Class<?> bean) {
		runner().withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining(bean.getName())
				.hasMessageContaining("final"));
	}

	@Test
	void aFinalClassIsLockedByItsInterface() {
		runner().withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(FinalWithInterface.class)
			.run((context) -> assertThat(context.getBean(Callback.class).run()).isEqualTo("x"));
	}

	@ParameterizedTest
	@ValueSource(classes = { LockedConfiguration.class, LockedBeanMethod.class })
	void aLockedBeanMethodFailsTheStart(Class<?> configuration) {
		runner().withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining(configuration.getName() + ".made ")
				.hasMessageContaining("@Bean"));
	}

	@Test
	void otherMethodsOfAConfigurationAreLocked() {
		runner().withUserConfiguration(Maintenance.class)
			.run((context) -> assertThat(context.getBean(Maintenance.class).run()).isEqualTo("x"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ExpressionAsName.class, ExpressionInName.class, TemplateAsName.class })
	void aNameThatLooksLikeAnExpressionFailsTheStart(Class<?> bean) {
		runner().withBean(bean)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains(bean.getName() + ".run ").contains("id");
					assertThat(definition.remedy()).contains("key = ");
				}));
	}

	@Test
	void twoTiersFailTheStart() {
		runner().withBean(OnTwoTiers.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains(OnTwoTiers.class.getName() + ".run ")
						.contains("[BACKEND, MANIFEST]");
					assertThat(definition.remedy()).contains("@HeldFileLock(tier = ");
				}));
	}

	@Test
	void aNumberSignAloneMakesNoExpressionOfAName() {
		runner().withBean(NumberedName.class).run((context) -> assertThat(context).hasNotFailed());
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
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class))
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

	static class WaitTimeWithoutUnit {

		@HeldFileLock(value = "x", waitTime = "10")
		void run() {
		}

	}

	static class LeastTimeWithoutUnit {

		@ScheduledLock(value = "x", lockAtLeastFor = "30")
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

	static class NoExpressionInCondition {

		@HeldFileLock(value = "x", condition = "#p0 ==")
		void run(String id) {
		}

	}

	static class BeanReferenceInCondition {

		@HeldFileLock(value = "x", condition = "@environment.containsProperty(#p0)")
		void run(String id) {
		}

	}

	static class NoSuchArgumentInCondition {

		@HeldFileLock(value = "x", condition = "#idd != null")
		void run(String id) {
		}

	}

	static class BeanReferenceInConditionOfPack {

		@PackLock(value = "#p0", condition = "@environment.containsProperty('x')")
		void run(Path pack) {
		}

	}

	static class TextAsCondition {

		@HeldFileLock(value = "x", condition = "#id")
		void run(String id) {
		}

	}

	static class NumberAsConditionOfPack {

		@PackLock(value = "#p0", condition = "#p0.nameCount")
		void run(Path pack) {
		}

	}

	static class MisspeltInCondition {

		@HeldFileLock(value = "x", condition = "#id.empti")
		void run(String id) {
		}

	}

	static class UnknownKeyResolver {

		@HeldFileLock(value = "x", keyResolver = "tenantKeys")
		void run() {
		}

	}

	static class KeyResolverOfOtherType {

		@HeldFileLock(value = "x", keyResolver = "lockTemplate")
		void run() {
		}

	}

	static class KeyResolverAndPath {

		@HeldFileLock(path = "#p0", keyResolver = "tenantKeys")
		void run(Path path) {
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

	static class CollectionKey {

		@HeldFileLock(value = "x", key = "#ids")
		void run(Set<String> ids) {
		}

	}

	static class MapKey {

		@HeldFileLock(value = "x", key = "#p0")
		void run(Map<String, String> ids) {
		}

	}

	static class ArrayKey {

		@HeldFileLock(value = "x", key = "#a0")
		void run(String[] ids) {
		}

	}

	static class OptionalKey {

		@HeldFileLock(value = "x", key = "#id")
		void run(Optional<String> id) {
		}

	}

	static class CollectionInKey {

		@HeldFileLock(value = "x", key = "#order.lines")
		void run(Order order) {
		}

	}

	static class CollectionInText {

		@HeldFileLock(value = "x", key = "#ids + '/' + #p1")
		void run(List<String> ids, String id) {
		}

	}

	static class CollectionInChoice {

		@HeldFileLock(value = "x", key = "#id ?: #ids")
		void run(String id, List<String> ids) {
		}

	}

	static class CollectionInTextOfChoice {

		@HeldFileLock(value = "x", key = "#id == '' ? 'none' : 'a' + #ids")
		void run(String id, List<String> ids) {
		}

	}

	static class ArrayInRecord {

		@HeldFileLock(value = "x", key = "#order")
		void run(Nested<byte[]> order) {
		}

	}

	static class ListInRecord {

		@HeldFileLock(value = "x", key = "'a' + #order")
		void run(Nested<List<String>> order) {
		}

	}

	static class OptionalInRecord {

		@HeldFileLock(value = "x", key = "#order")
		void run(Nested<Nested<Optional<String>>> order) {
		}

	}

	static class ArrayInReference {

		@HeldFileLock(value = "x", key = "#reference")
		void run(AtomicReference<int[]> reference) {
		}

	}

	static class ArrayInEntry {

		@HeldFileLock(value = "x", key = "#entry")
		void run(Map.Entry<String, int[]> entry) {
		}

	}

	static class ListMadeInKey {

		@HeldFileLock(value = "x", key = "{#p0, #p1}")
		void run(String one, String two) {
		}

	}

	static class ProjectedKey {

		@HeldFileLock(value = "x", key = "#lines.![name]")
		void run(List<Line> lines) {
		}

	}

	static class Misspelt {

		@HeldFileLock(value = "x", key = "#p0.idd")
		void run(Order order) {
		}

	}

	static class MisspeltInElement {

		@HeldFileLock(value = "x", key = "#order.lines[0].nam")
		void run(Order order) {
		}

	}

	static class MisspeltMethod {

		@HeldFileLock(value = "x", key = "#order.idd()")
		void run(Order order) {
		}

	}

	static class NumberAsPath {

		@HeldFileLock(path = "#p0")
		void run(Long path) {
		}

	}

	static class CollectionAsPack {

		@PackLock(value = "#p0")
		void run(List<Path> packs) {
		}

	}

	abstract static class GenericKey<T> {

		@HeldFileLock(value = "x", key = "#p0.idd")
		void run(T order) {
		}

	}

	static class ResolvedMisspelt extends GenericKey<Order> {

	}

	record Nested<T>(String name, T part) {
	}

	public record Line(String name) {
	}

	public static class Order {

		public final String number = "7";

		public long getId() {
			return 7;
		}

		public boolean isOpen() {
			return true;
		}

		public List<Line> getLines() {
			return List.of(new Line("one"));
		}

		public Map<String, Line> byName() {
			return Map.of();
		}

		public Object anything() {
			return this;
		}

	}

	static class Expressions {

		@HeldFileLock(value = "x", key = "#order.id")
		@HeldFileLock(value = "x", key = "#order?.open")
		@HeldFileLock(value = "x", key = "#order.number")
		@HeldFileLock(value = "x", key = "#order.lines[0].name")
		@HeldFileLock(value = "x", key = "#order.lines.size()")
		@HeldFileLock(value = "x", key = "#order.byName()['one'].name")
		@HeldFileLock(value = "x", key = "#order.anything().whatever")
		@HeldFileLock(value = "x", key = "#order.lines.![name].toString()")
		@HeldFileLock(value = "x", key = "#order.getId() + '/' + #order.lines[0]")
		@HeldFileLock(value = "x", key = "#order.id > 5 ? 'big' : #order.number")
		void order(Order order) {
		}

		@HeldFileLock(value = "x", key = "#any.whatever")
		@HeldFileLock(value = "x", key = "#any")
		@HeldFileLock(value = "x", key = "#nested + '/' + #reference")
		@HeldFileLock(value = "x", key = "#lists.toString()")
		@HeldFileLock(value = "x", key = "#generic.whatever")
		@HeldFileLock(value = "x", key = "#texts.length")
		@HeldFileLock(value = "x", key = "#texts[0]")
		@HeldFileLock(value = "x", key = "#id.orElse('none')")
		@HeldFileLock(value = "x", key = "#path")
		@HeldFileLock(value = "x", key = "#path.resolve('a').fileName")
		@HeldFileLock(path = "#path")
		@HeldFileLock(path = "#any")
		@HeldFileLock(path = "#path.resolve('a').toFile()")
		@HeldFileLock(path = "#texts[0] + '.lock'")
		<T> void others(Object any, T generic, String[] texts, Optional<String> id, Path path, Nested<Nested<T>> nested,
				AtomicReference<String> reference, Nested<List<String>> lists) {
		}

	}

	static final class FinalClass {

		@HeldFileLock("x")
		void run() {
		}

	}

	record RecordClass() {

		@HeldFileLock("x")
		void run() {
		}

	}

	interface Callback {

		String run();

	}

	static final class FinalWithInterface implements Callback {

		@Override
		@HeldFileLock("x")
		public String run() {
			return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
		}

	}

	@Configuration
	@HeldFileLock("x")
	static class LockedConfiguration {

		@Bean
		String made() {
			return "";
		}

	}

	@Configuration
	static class LockedBeanMethod {

		@Bean
		@HeldFileLock("x")
		String made() {
			return "";
		}

	}

	@Configuration
	static class Maintenance {

		@HeldFileLock("x")
		String run() {
			return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
		}

		@Bean
		String made() {
			return "";
		}

	}

	static class OnTwoTiers {

		@HeldFileLock(value = "x", tier = { LockTier.BACKEND, LockTier.MANIFEST })
		void run() {
		}

	}

	static class ExpressionAsName {

		@HeldFileLock("#id")
		void run(String id) {
		}

	}

	static class ExpressionInName {

		@HeldFileLock("k#id")
		void run(String id) {
		}

	}

	static class TemplateAsName {

		@HeldFileLock("k-#{#id}")
		void run(String id) {
		}

	}

	static class NumberedName {

		@HeldFileLock("issue#7")
		void run(String id) {
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
