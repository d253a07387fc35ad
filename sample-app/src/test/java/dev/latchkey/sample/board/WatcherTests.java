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
