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

package dev.latchkey.spring.springintegration;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.store.MessageGroupStore;
import org.springframework.integration.store.SimpleMessageStore;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;

import dev.latchkey.spring.autoconfigure.FileLockRegistryAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The aggregator of {@code docs/guide/spring-integration.md}, in two contexts that share
 * a message store, as two processes would.
 */
class AggregatorTests {

	private static final int ORDERS = 20;

	private static final int LINES = 10;

	@Test
	void linesMayComeInAtEitherAndEachOrderGoesOutOnce(@TempDir Path directory) throws Exception {
		MessageGroupStore store = new SimpleMessageStore();
		try (AnnotationConfigApplicationContext first = start(directory, store);
				AnnotationConfigApplicationContext second = start(directory, store)) {
			FutureTask<Boolean> odd = sending(first, 1);
			FutureTask<Boolean> even = sending(second, 2);
			assertThat(odd.get(1, TimeUnit.MINUTES) && even.get(1, TimeUnit.MINUTES)).isTrue();
			assertThat(Stream.concat(orders(first), orders(second))).hasSize(ORDERS)
				.allSatisfy((lines) -> assertThat(lines).hasSize(LINES));
		}
	}

	private static AnnotationConfigApplicationContext start(Path directory, MessageGroupStore store) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("latchkey.directory", directory.toString(), "latchkey.integration.lock-registry", "true")));
		context.registerBean(MessageGroupStore.class, () -> store);
		context.register(Orders.class);
		context.refresh();
		return context;
	}

	/** Send each second line of all orders. */
	private static FutureTask<Boolean> sending(ApplicationContext context, int from) {
		MessageChannel lines = context.getBean("lines", MessageChannel.class);
		FutureTask<Boolean> task = new FutureTask<>(() -> IntStream.range(0, ORDERS * LINES / 2)
			.allMatch((i) -> lines.send(line(i % ORDERS, from + 2 * (i / ORDERS)))));
		new Thread(task).start();
		return task;
	}

	private static Message<String> line(int order, int number) {
		return MessageBuilder.withPayload("line " + number)
			.setCorrelationId("order " + order)
			.setSequenceNumber(number)
			.setSequenceSize(LINES)
			.build();
	}

	private static Stream<Collection<?>> orders(ApplicationContext context) {
		return context.getBean("orders", QueueChannel.class)
			.clear()
			.stream()
			.map((order) -> (Collection<?>) order.getPayload());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, FileLockRegistryAutoConfiguration.class })
	static class Orders {

		@Bean
		IntegrationFlow orderFlow(LockRegistry<?> locks, MessageGroupStore store) {
			return IntegrationFlow.from("lines")
				.aggregate((aggregator) -> aggregator.lockRegistry(locks).messageStore(store))
				.channel((channels) -> channels.queue("orders"))
				.get();
		}

	}

}
