package dev.latchkey.spring.integration;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;

/**
 * Tells locks in ZooKeeper when their session is lost, and with it all that is held. The
 * registry itself does not notice: a lock there has no time to live of its own, and its
 * release says nothing of a loss.
 */
public final class ZookeeperSession implements ConnectionStateListener, AutoCloseable {

	private final CuratorFramework client;

	private final RegistryLocks locks;

	/**
	 * Begin to listen.
	 * @param client the client of the registry
	 * @param locks the locks in it
	 */
	public ZookeeperSession(CuratorFramework client, RegistryLocks locks) {
		this.client = client;
		this.locks = locks;
		client.getConnectionStateListenable().addListener(this);
		locks.connected(client.getZookeeperClient().isConnected());
	}

	@Override
	public void stateChanged(CuratorFramework client, ConnectionState state) {
		this.locks.connected(state.isConnected());
		if (state == ConnectionState.LOST) {
			this.locks.loseAll("the session with ZooKeeper is lost");
		}
	}

	/** Listen no more. */
	@Override
	public void close() {
		this.client.getConnectionStateListenable().removeListener(this);
	}

}
