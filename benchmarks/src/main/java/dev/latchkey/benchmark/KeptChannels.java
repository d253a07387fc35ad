package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Channels that stay open, one a key.
 */
final class KeptChannels {

	private final Path directory;

	private final Map<String, KeptChannel> channels = new ConcurrentHashMap<>();

	KeptChannels(Path directory) {
		this.directory = directory;
	}

	/**
	 * Acquires the lock of a key.
	 * @param key the key
	 * @return what is held
	 */
	Kind.Held acquire(String key) throws IOException {
		KeptChannel channel = this.channels.get(key);
		return ((channel != null) ? channel : this.channels.computeIfAbsent(key, this::open)).acquire();
	}

	private KeptChannel open(String key) {
		return KeptChannel.open(Kind.KEPT_CHANNEL.file(this.directory, key));
	}

}
