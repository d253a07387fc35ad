package dev.latchkey.spring.aop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread dump of a thread that waits for a lock can be read: the way from the
 * interceptor to the lock is short.
 */
class CallStackTests {

	private final List<String> frames = new ArrayList<>();

	@Test
	void fiveFramesLeadFromTheInterceptorToTheLock(@TempDir Path directory) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.backend=lock-registry", "latchkey.directory=" + directory)
			.withBean(LockBackend.class, () -> new Recorder(new NamedLocks(directory.resolve("named"))))
			.withBean(Service.class)
			.run((context) -> context.getBean(Service.class).run());
		int interceptor = this.frames.indexOf("LockInterceptor.invoke");
		assertThat(this.frames.subList(0, interceptor + 1)).containsExactly("Backend.acquire", "LockExecutor.acquire",
				"LockExecutor.enter", "PlainCall.run", "LockInterceptor.invoke");
	}

	static class Service {

		@HeldFileLock("job")
		void run() {
		}

	}

	private final class Recorder implements LockBackend {

		private final NamedLocks locks;

		private Recorder(NamedLocks locks) {
			this.locks = locks;
		}

		@Override
		public LockId id(LockName name) {
			return new LockId(LockType.REGISTRY, name.unique(), Path.of(name.unique()));
		}

		@Override
		public LockHold acquire(LockName name, Terms terms) throws InterruptedException {
			StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).forEach((frame) -> {
				if (frame.getDeclaringClass() != Recorder.class) {
					CallStackTests.this.frames
						.add(frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName());
				}
			});
			return this.locks.lock(name.name()).acquire();
		}

		@Override
		public CompletableFuture<? extends LockHold> acquireAsync(LockName name, Terms terms) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void prove() {
		}

	}

}
