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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Redis that keeps nothing on disk.
 */
final class RedisServer implements Server {

	private final int port = ServerProcess.freePort();

	private final ServerProcess process;

	RedisServer() {
		Path program = ServerProcess.require("redis-server", "redis-server", Stream.of());
		this.process = new ServerProcess(this.port, List.of(program.toString(), "--port", Integer.toString(this.port),
				"--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
		this.process.start();
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("backend", "redis", "latchkey.backend", "lock-registry", "port", Integer.toString(this.port));
	}

	@Override
	public void goAway() {
		this.process.end("KILL");
	}

	@Override
	public void comeBack() {
		this.process.start();
	}

	@Override
	public void close() {
		goAway();
	}

}
