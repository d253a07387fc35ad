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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.zookeeper.lock.ZookeeperLockRegistry;

/**
 * The session with ZooKeeper. The registry does not notice when it is lost: a lock there
 * has no time to live of its own, and its release says nothing of a loss. The client
 * notices too late: it calls a session lost when it has heard nothing for longer than the
 * servers keep it.
 *
 * @since 0.1
 */
public final class ZookeeperSession implements BackendSession {

	private final CuratorFramework client;

	/**
	 * Creates a session.
	 * @param client the client of the registry
	 */
	public ZookeeperSession(CuratorFramework client) {
		this.client = client;
	}

	@Override
	public boolean isOf(LockRegistry<?> registry) {
		return registry instanceof ZookeeperLockRegistry;
	}

	@Override
	public long id() throws Exception {
		return zookeeper().getSessionId();
	}

	@Override
	public Duration timeToLive() throws Exception {
		return Duration.ofMillis(zookeeper().getSessionTimeout());
	}

	private ZooKeeper zookeeper() throws Exception {
		return this.client.getZookeeperClient().getZooKeeper();
	}

	/** A server that is cut off from the others answers reads, but not this. */
	@Override
	public void renew() throws Exception {
		CompletableFuture<Integer> answer = new CompletableFuture<>();
		this.client.sync().inBackground((client, event) -> answer.complete(event.getResultCode())).forPath("/");
		KeeperException.Code code = KeeperException.Code
			.get(answer.get(timeToLive().toMillis(), TimeUnit.MILLISECONDS));
		if (code != KeeperException.Code.OK) {
			throw KeeperException.create(code);
		}
	}

}
