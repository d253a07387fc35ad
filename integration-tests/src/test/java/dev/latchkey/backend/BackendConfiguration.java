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

package dev.latchkey.backend;

import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.jdbc.lock.LockRepository;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.zookeeper.lock.ZookeeperLockRegistry;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What an application defines to have its locks in each backend. Clients give up after
 * two seconds, so that a backend that does not answer is no long wait.
 */
class BackendConfiguration {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "backend", havingValue = "jdbc")
	static class Jdbc {

		@Bean
		HikariDataSource dataSource(@Value("${url}") String url) {
			HikariConfig pool = new HikariConfig();
			pool.setJdbcUrl(url + "&connectTimeout=2&socketTimeout=2");
			pool.setConnectionTimeout(LIMIT.toMillis());
			pool.setMaximumPoolSize(4);
			return new HikariDataSource(pool);
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		DefaultLockRepository lockRepository(DataSource dataSource) {
			DefaultLockRepository repository = new DefaultLockRepository(dataSource);
			repository.setInsertQuery(repository.getInsertQuery() + " ON CONFLICT DO NOTHING");
			return repository;
		}

		@Bean
		JdbcLockRegistry lockRegistry(LockRepository repository) {
			return new JdbcLockRegistry(repository);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "backend", havingValue = "redis")
	static class Redis {

		@Bean
		LettuceConnectionFactory redisConnectionFactory(@Value("${port}") int port) {
			return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port),
					LettuceClientConfiguration.builder().commandTimeout(LIMIT).build());
		}

		@Bean
		RedisLockRegistry lockRegistry(RedisConnectionFactory connections) {
			return new RedisLockRegistry(connections, "latchkey");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "backend", havingValue = "zookeeper")
	static class Zookeeper {

		@Bean(initMethod = "start")
		CuratorFramework curator(@Value("${servers}") String servers, @Value("${session:3000}") int sessionMillis) {
			return CuratorFrameworkFactory.newClient(servers, sessionMillis, (int) LIMIT.toMillis(),
					new RetryOneTime(100));
		}

		@Bean
		ZookeeperLockRegistry lockRegistry(CuratorFramework client) {
			return new ZookeeperLockRegistry(client, "/latchkey");
		}

	}

}
