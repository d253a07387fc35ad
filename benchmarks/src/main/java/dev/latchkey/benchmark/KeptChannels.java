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
	MeasuredLock.Held acquire(String key) throws IOException {
		KeptChannel channel = this.channels.get(key);
		return ((channel != null) ? channel : this.channels.computeIfAbsent(key, this::open)).acquire();
	}

	private KeptChannel open(String key) {
		return KeptChannel.open(MeasuredLock.KEPT_CHANNEL.file(this.directory, key));
	}

}
