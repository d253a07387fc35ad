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
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One who watches. Each message is all there is to know, so one who is slow misses those
 * that are out of date, and only its own sender waits for it.
 */
final class Watcher {

	private static final long RECONNECT_MILLIS = 1000;

	private final SseEmitter emitter;

	private final Executor sender;

	private final Consumer<Watcher> gone;

	private @Nullable String next;

	private boolean sending;

	Watcher(SseEmitter emitter, Executor sender, Consumer<Watcher> gone) {
		this.emitter = emitter;
		this.sender = sender;
		this.gone = gone;
		emitter.onCompletion(() -> gone.accept(this));
	}

	synchronized void offer(String message) {
		this.next = message;
		if (!this.sending) {
			this.sending = true;
			this.sender.execute(this::send);
		}
	}

	private synchronized @Nullable String take() {
		String message = this.next;
		this.next = null;
		this.sending = message != null;
		return message;
	}

	private void send() {
		try {
			for (String message = take(); message != null; message = take()) {
				this.emitter
					.send(SseEmitter.event().reconnectTime(RECONNECT_MILLIS).data(message, MediaType.APPLICATION_JSON));
			}
		}
		catch (IOException | IllegalStateException ex) {
			// It has left, or took nothing for too long: the web server ends the stream.
			this.gone.accept(this);
		}
	}

	void end() {
		this.emitter.complete();
	}

}
