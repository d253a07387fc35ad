package dev.latchkey.engine;

/**
 * Locks in ZooKeeper.
 */
class ZookeeperEngineTests extends EngineContract {

	@Override
	Server start() {
		return new ZookeeperServer(500);
	}

}
