package dev.latchkey.backend;

/**
 * Locks in ZooKeeper.
 */
class ZookeeperBackendTests extends BackendContract {

	@Override
	Server start() {
		return new ZookeeperServer(500);
	}

}
