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

package dev.latchkey.sample.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A watcher that is slow, or gone.
 */
class WatcherTests {

	private final List<Runnable> tasks = new ArrayList<>();

	private final List<String> sent = new ArrayList<>();

	private final List<Watcher> gone = new ArrayList<>();

	private final Watcher watcher = new Watcher(new Stream(), this.tasks::add, this.gone::add);

	private boolean broken;

	@Test
	void oneThatIsSlowMissesWhatIsOutOfDateAndKeepsNoMoreThanOneThread() {
		this.watcher.offer("first");
		this.watcher.offer("second");
		this.watcher.offer("third");
		assertThat(this.tasks).hasSize(1);
		this.tasks.get(0).run();
		assertThat(this.sent).hasSize(1).first().asString().contains("third");
		this.watcher.offer("fourth");
		assertThat(this.tasks).hasSize(2);
	}

	@Test
	void oneThatHasLeftIsToldNothingMore() {
		this.broken = true;
		this.watcher.offer("first");
		this.tasks.get(0).run();
		assertThat(this.gone).containsExactly(this.watcher);
		this.watcher.offer("second");
		assertThat(this.tasks).hasSize(1);
	}

	private final class Stream extends SseEmitter {

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			if (WatcherTests.this.broken) {
				throw new IOException("Broken pipe");
			}
			Set<DataWithMediaType> parts = builder.build();
			WatcherTests.this.sent
				.add(parts.stream().map((part) -> part.getData().toString()).collect(Collectors.joining()));
		}

	}

}
