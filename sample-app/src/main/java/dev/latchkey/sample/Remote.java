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

package dev.latchkey.sample;

import java.nio.file.Path;

import org.springframework.stereotype.Component;

/**
 * A slow folder elsewhere, as far as the packs can tell. Its files are versions that
 * count up.
 */
@Component
class Remote {

	private final Workspace workspace;

	private final SampleProperties properties;

	Remote(Workspace workspace, SampleProperties properties) {
		this.workspace = workspace;
		this.properties = properties;
	}

	/**
	 * Somebody works on the remote folder too: one file of each pack gets a new version.
	 * @param pack the pack
	 */
	void drift(String pack) {
		Path folder = this.workspace.remote(pack);
		WorkspaceFiles.names(folder)
			.stream()
			.map(folder::resolve)
			.min((one, other) -> Long.compare(version(one), version(other)))
			.ifPresent((file) -> WorkspaceFiles.replace(file, Long.toString(version(file) + 1)));
	}

	private static long version(Path file) {
		return Long.parseLong(WorkspaceFiles.read(file));
	}

	/**
	 * Fetches a file, which takes its time.
	 * @param pack the pack
	 * @param file the file
	 * @return its content
	 * @throws InterruptedException if the application is stopped meanwhile
	 */
	String fetch(String pack, String file) throws InterruptedException {
		Thread.sleep(this.properties.remoteLatency().toMillis());
		return WorkspaceFiles.read(this.workspace.remote(pack).resolve(file));
	}

}
