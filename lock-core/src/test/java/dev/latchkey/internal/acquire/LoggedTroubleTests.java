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
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

class LoggedTroubleTests {

	private final List<String> log = new ArrayList<>();

	private final LoggedTrouble trouble = new LoggedTrouble(true,
			(level, message) -> this.log.add(level + ": " + message));

	@Test
	void aLostClaimIsNotSaidToBeOpenToOtherHolders() {
		this.trouble.onEvent(new LockEvent.Lost(hold(LockType.CLAIM), "'/locks/job.lock' was removed or replaced"));
		this.trouble.onEvent(new LockEvent.Lost(hold(LockType.NAMED), "'/locks/job.flock' was removed or replaced"));
		assertThat(this.log).hasSize(2).allMatch((line) -> line.contains("was lost while it was held: '/locks/job."));
		assertThat(this.log.get(0)).doesNotContain("may hold it now")
			.contains("Other processes find no holder of it", "once both of its files are gone");
		assertThat(this.log.get(1)).contains("Another process may hold it now");
	}

	@Test
	void aStalledLockIsLoggedWithTheRemedy() {
		this.trouble.onEvent(new LockEvent.Stalled(hold(LockType.NAMED).id(), List.of()));
		assertThat(this.log).singleElement().asString().contains("breakStalled()", "DELETE", "endpoint 'locks'");
	}

	@Test
	void aStalledLockThatCannotBeBrokenIsLoggedWithoutThatRemedy() {
		new LoggedTrouble(false, (level, message) -> this.log.add(message))
			.onEvent(new LockEvent.Stalled(hold(LockType.NAMED).id(), List.of()));
		assertThat(this.log).singleElement().asString().endsWith("It keeps the lock. Continue or end that process");
	}

	private static LockHold hold(LockType type) {
		LockId id = new LockId(type, "job", Path.of("/locks/job"));
		return (LockHold) Proxy.newProxyInstance(LockHold.class.getClassLoader(), new Class<?>[] { LockHold.class },
				(proxy, method, arguments) -> id);
	}

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
