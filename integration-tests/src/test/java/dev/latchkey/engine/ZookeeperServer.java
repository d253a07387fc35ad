package dev.latchkey.engine;

import java.util.Map;

import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/**
 * One ZooKeeper in this JVM, with short ticks: a session may be as short as two.
 */
final class ZookeeperServer implements Server {

	private static final int TICK_MILLIS = 500;

	private final TestingServer server;

	ZookeeperServer() {
		try {
			this.server = new TestingServer(
					new InstanceSpec(null, ServerProcess.freePort(), -1, -1, true, -1, TICK_MILLIS, -1), true);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("engine", "zookeeper", "latchkey.engine", "registry", "servers", this.server.getConnectString());
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
