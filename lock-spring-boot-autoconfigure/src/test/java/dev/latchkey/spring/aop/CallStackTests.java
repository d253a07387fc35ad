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

package dev.latchkey.spring.aop;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.spring.LockBackend;
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
	void fourFramesLeadFromTheInterceptorToTheLock(@TempDir Path directory) {
		Latchkey latchkey = Latchkey.builder().directory(directory.resolve("named")).build();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.backend=lock-registry", "latchkey.directory=" + directory)
			.withBean(LockBackend.class, () -> (request) -> recorded(latchkey.lock("job")))
			.withBean(Service.class)
			.run((context) -> context.getBean(Service.class).run());
		latchkey.close();
		int interceptor = this.frames.indexOf("LockInterceptor.invoke");
		assertThat(this.frames.subList(0, interceptor + 1)).containsExactly("LockExecutor.acquire",
				"LockExecutor.enter", "PlainCall.run", "LockInterceptor.invoke");
	}

	static class Service {

		@HeldFileLock("job")
		void run() {
		}

	}

	@SuppressWarnings("unchecked")
	private CrossProcessLock<LockHold> recorded(CrossProcessLock<LockHold> lock) {
		return (CrossProcessLock<LockHold>) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { CrossProcessLock.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("acquire")) {
						record();
					}
					return method.invoke(lock, arguments);
				});
	}

	private void record() {
		StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).forEach((frame) -> {
			Class<?> type = frame.getDeclaringClass();
			if (!Proxy.isProxyClass(type) && type != CallStackTests.class) {
				this.frames.add(type.getSimpleName() + "." + frame.getMethodName());
			}
		});
	}

}
