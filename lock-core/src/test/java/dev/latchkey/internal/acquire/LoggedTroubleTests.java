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

package dev.latchkey.internal.acquire;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockEvent;

import static org.assertj.core.api.Assertions.assertThat;

class LoggedTroubleTests {

	private final List<String> log = new ArrayList<>();

	private final LoggedTrouble trouble = new LoggedTrouble((level, message) -> this.log.add(level + ": " + message));

	@Test
	void thatNothingCanBeWatchedIsLoggedOnceWithTheRemedy() {
		this.trouble.onEvent(new LockEvent.PollingStarted(Path.of("/locks")));
		this.trouble.onEvent(new LockEvent.PollingStarted(Path.of("/locks")));
		this.trouble.onEvent(new LockEvent.PollingStarted(Path.of("/other")));
		assertThat(this.log).singleElement()
			.asString()
			.startsWith(Level.WARNING + ": ")
			.contains("'/locks'", "fs.inotify.max_user_instances");
	}

}
