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

package dev.latchkey.sample;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.latchkey.LockHolder;
import dev.latchkey.LockTimeoutException;

/**
 * The application on the web.
 */
@RestController
class SyncController {

	private final SyncService service;

	private final Workspace workspace;

	private final EventLog events;

	SyncController(SyncService service, Workspace workspace, EventLog events) {
		this.service = service;
		this.workspace = workspace;
		this.events = events;
	}

	@PostMapping("/sync")
	List<Event> sync() throws InterruptedException {
		return this.service.sync();
	}

	@GetMapping("/events")
	List<Event> events(@RequestParam(defaultValue = "0") long since) {
		return this.events.since(since);
	}

	/** Returns the version of each file of each pack. */
	@GetMapping("/packs")
	Map<String, Map<String, String>> packs() {
		Map<String, Map<String, String>> packs = new TreeMap<>();
		for (String pack : this.workspace.packs()) {
			Map<String, String> files = packs.computeIfAbsent(pack, (name) -> new TreeMap<>());
			for (String file : WorkspaceFiles.names(this.workspace.pack(pack))) {
				files.put(file, WorkspaceFiles.read(this.workspace.pack(pack).resolve(file)));
			}
		}
		return packs;
	}

	@ExceptionHandler
	ProblemDetail busy(LockTimeoutException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"Another sync took longer than " + ex.waited().toSeconds() + " s");
		problem.setProperty("holders", ex.holders().stream().map(LockHolder::pid).toList());
		return problem;
	}

}
