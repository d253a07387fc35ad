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

import java.util.Map;

import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/**
 * One ZooKeeper in this JVM.
 */
final class ZookeeperServer implements Server {

	private final TestingServer server;

	/**
	 * Start a server.
	 * @param tickMillis its tick; a session lives for two to twenty
	 */
	ZookeeperServer(int tickMillis) {
		try {
			this.server = new TestingServer(
					new InstanceSpec(null, ServerProcess.freePort(), -1, -1, true, -1, tickMillis, -1), true);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("backend", "zookeeper", "latchkey.backend", "lock-registry", "servers",
				this.server.getConnectString());
	}

	@Override
	public void goAway() {
		try {
			this.server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void comeBack() {
		try {
			this.server.restart();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
