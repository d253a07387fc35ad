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

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import dev.latchkey.sample.SyncRequests;

/**
 * The board on the web. What changes something is for the board's own page only; see
 * {@link BoardGuard}.
 */
@RestController
@RequestMapping("/board")
class BoardController {

	private final Board board;

	private final Watchers watchers;

	private final Rivals rivals;

	private final SyncRequests requests;

	BoardController(Board board, Watchers watchers, Rivals rivals, SyncRequests requests) {
		this.board = board;
		this.watchers = watchers;
		this.rivals = rivals;
		this.requests = requests;
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream() {
		SseEmitter emitter = this.watchers.add();
		if (emitter == null) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many watch the board");
		}
		return emitter;
	}

	@PostMapping("/sync")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void sync() {
		this.requests.request();
	}

	@PostMapping("/rivals")
	@ResponseStatus(HttpStatus.CREATED)
	Started start() {
		return this.rivals.start()
			.map((rival) -> new Started(rival.pid()))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT, "No more rivals may be started"));
	}

	@PostMapping("/rivals/{pid}/sync")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void sync(@PathVariable long pid) {
		rival(pid).sync();
	}

	@PostMapping("/rivals/{pid}/stop")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void stop(@PathVariable long pid) throws InterruptedException {
		rival(pid).stop();
	}

	@PostMapping("/rivals/{pid}/continue")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void resume(@PathVariable long pid) throws InterruptedException {
		rival(pid).resume();
	}

	@PostMapping("/rivals/{pid}/kill")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void kill(@PathVariable long pid) {
		this.board.kill(rival(pid));
	}

	private Rival rival(long pid) {
		return this.rivals.find(pid)
			.filter(Rival::isAlive)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"This instance has started no process " + pid + " that lives"));
	}

	/**
	 * A rival that was started.
	 *
	 * @param pid its process id
	 */
	record Started(long pid) {

	}

}
