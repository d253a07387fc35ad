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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Those who watch the board. While there are some, one thread looks at the locks and
 * tells them what has changed; it goes on for a moment when the last one leaves, so that
 * a page that is loaded again finds its history.
 */
@Component
class Watchers implements DisposableBean {

	private static final Log logger = LogFactory.getLog(Watchers.class);

	/** How many may watch: each may keep a thread busy. */
	static final int LIMIT = 16;

	private static final long LOOK_MILLIS = 200;

	/** So often something is sent even if nothing changes: who is gone is found so. */
	private static final int LOOKS_PER_MESSAGE = 10;

	private static final int LOOKS_AFTER_THE_LAST = 15;

	private final Board board;

	private final JsonMapper json;

	private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService looks = Executors
		.newSingleThreadScheduledExecutor((task) -> daemon(task, "board"));

	private final ExecutorService senders = Executors.newCachedThreadPool((task) -> daemon(task, "board-sender"));

	/** Guarded by this, as are all below. */
	private @Nullable ScheduledFuture<?> looking;

	private @Nullable BoardView view;

	private @Nullable String message;

	private int unchanged;

	private int unwatched;

	private boolean failed;

	private boolean closed;

	Watchers(Board board, JsonMapper json) {
		this.board = board;
		this.json = json;
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Lets one more watch.
	 * @return its stream, or {@code null} if there are too many
	 */
	synchronized @Nullable SseEmitter add() {
		if (this.closed || this.watchers.size() >= LIMIT) {
			return null;
		}
		SseEmitter stream = new SseEmitter(0L);
		Watcher watcher = new Watcher(stream, this.senders, this.watchers::remove);
		this.watchers.add(watcher);
		if (this.looking == null) {
			this.board.reset();
			this.view = null;
			this.looking = this.looks.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
		else if (this.message != null) {
			watcher.offer(this.message);
		}
		return stream;
	}

	synchronized boolean isLooking() {
		return this.looking != null;
	}

	private synchronized void look() {
		this.unwatched = this.watchers.isEmpty() ? this.unwatched + 1 : 0;
		if (this.looking != null && this.unwatched > LOOKS_AFTER_THE_LAST) {
			this.looking.cancel(false);
			this.looking = null;
			return;
		}
		try {
			tell(this.board.look());
			this.failed = false;
		}
		catch (RuntimeException ex) {
			if (!this.failed) {
				logger.error("The locks cannot be looked at", ex);
			}
			this.failed = true;
		}
	}

	private void tell(BoardView view) {
		this.unchanged = view.equals(this.view) ? this.unchanged + 1 : 0;
		if (this.unchanged % LOOKS_PER_MESSAGE == 0) {
			this.view = view;
			String message = this.json.writeValueAsString(new Message(System.currentTimeMillis(), view));
			this.message = message;
			this.watchers.forEach((watcher) -> watcher.offer(message));
		}
	}

	/** Streams have no end, and would keep the web server from an orderly one. */
	@EventListener(ContextClosedEvent.class)
	synchronized void close() {
		this.closed = true;
		this.watchers.forEach(Watcher::end);
	}

	@Override
	public void destroy() {
		this.looks.shutdownNow();
		this.senders.shutdownNow();
	}

	/**
	 * What is sent.
	 *
	 * @param now the time here, in milliseconds since the epoch
	 * @param board what is known
	 */
	private record Message(long now, BoardView board) {

	}

}
