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
