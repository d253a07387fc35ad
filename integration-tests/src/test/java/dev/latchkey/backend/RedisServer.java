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
