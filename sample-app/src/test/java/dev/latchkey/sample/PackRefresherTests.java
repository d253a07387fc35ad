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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a process that was killed leaves behind, at each point where it can be.
 */
class PackRefresherTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private Workspace workspace;

	@SuppressWarnings("NullAway.Init")
	private EventLog events;

	@SuppressWarnings("NullAway.Init")
	private PackRefresher refresher;

	@BeforeEach
	void prepare() throws Exception {
		SampleProperties properties = new SampleProperties(this.directory, Duration.ZERO, Duration.ofSeconds(1));
		this.workspace = new Workspace(properties);
		this.workspace.prepare();
		this.events = new EventLog(this.workspace, new JsonMapper());
		this.refresher = new PackRefresher(this.workspace, new Remote(this.workspace, properties), this.events);
		assertThat(this.refresher.refresh("icons", 2)).hasSize(2);
	}

	@Test
	void anUpToDatePackHasNoEvents() throws Exception {
		assertThat(this.refresher.refresh("icons", 3)).isEmpty();
	}

	@Test
	void contentWithoutItsEventIsThrownAway() throws Exception {
		Files.writeString(prepared(3), "2");
		this.refresher.recover("icons");
		assertThat(prepared(3)).doesNotExist();
		assertThat(file()).hasContent("1");
	}

	@Test
	void contentWithItsEventIsPutInPlace() throws Exception {
		Files.writeString(prepared(2), "2");
		this.refresher.recover("icons");
		assertThat(prepared(2)).doesNotExist();
		assertThat(file()).hasContent("2");
	}

	@Test
	void aTornLineIsHealed() throws Exception {
		Files.writeString(this.workspace.events(), "{\"seq\":3,\"at", StandardOpenOption.APPEND);
		assertThat(this.events.since(0)).hasSize(2);
		this.events.heal();
		assertThat(this.refresher.refresh("maps", 3)).hasSize(2);
		assertThat(this.events.since(0)).extracting(Event::seq)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, 4).boxed().toList());
	}

	@Test
	void whoHasAnOldTokenIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.refresher.refresh("maps", 1))
			.withMessageContaining("does not follow");
	}

	private Path file() {
		return this.workspace.pack("icons").resolve("index.txt");
	}

	private Path prepared(long seq) {
		return file().resolveSibling(".index.txt." + seq);
	}

}
