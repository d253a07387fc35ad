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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;

/**
 * Brings a pack up to date with its remote folder, one file after the other, so that a
 * kill at any point leaves each change with exactly one event: the new content is put
 * beside the file, under the number of the event to come; then the event is appended;
 * then the content takes the file's place. What is left beside a file either has its
 * event, and is put in place, or has not, and is thrown away.
 */
@Component
class PackRefresher {

	private static final Pattern PREPARED = Pattern.compile("\\.(?<file>.+)\\.(?<seq>\\d+)");

	private final Workspace workspace;

	private final Remote remote;

	private final EventLog events;

	PackRefresher(Workspace workspace, Remote remote, EventLog events) {
		this.workspace = workspace;
		this.remote = remote;
		this.events = events;
	}

	/**
	 * Refreshes a pack. Only under the workspace lock.
	 * @param name the pack
	 * @param token the lock's fencing token
	 * @return what has changed
	 * @throws InterruptedException if the application is stopped meanwhile
	 */
	List<Event> refresh(String name, long token) throws InterruptedException {
		Path pack = this.workspace.pack(name);
		List<Event> changes = new ArrayList<>();
		for (String file : WorkspaceFiles.names(this.workspace.remote(name))) {
			String content = this.remote.fetch(name, file);
			if (!content.equals(WorkspaceFiles.read(pack.resolve(file)))) {
				changes.add(change(name, file, content, token));
			}
		}
		return changes;
	}

	private Event change(String name, String file, String content, long token) {
		Path target = this.workspace.pack(name).resolve(file);
		String change = Files.exists(target) ? "updated" : "added";
		Event event = new Event(lastSeq() + 1, Instant.now(), ProcessHandle.current().pid(), name, file, change, token);
		Path prepared = target.resolveSibling("." + file + "." + event.seq());
		WorkspaceFiles.write(prepared, content);
		this.events.append(event);
		WorkspaceFiles.move(prepared, target);
		return event;
	}

	/**
	 * Finish what a killed process has begun. Only under the workspace lock, and for all
	 * packs before any of them is refreshed: later its numbers would mean other events.
	 * @param pack the pack
	 */
	void recover(String pack) {
		recover(this.workspace.pack(pack));
	}

	private void recover(Path pack) {
		long last = lastSeq();
		for (String name : WorkspaceFiles.allNames(pack)) {
			Matcher prepared = PREPARED.matcher(name);
			if (prepared.matches() && Long.parseLong(prepared.group("seq")) <= last) {
				WorkspaceFiles.move(pack.resolve(name), pack.resolve(prepared.group("file")));
			}
			else if (prepared.matches()) {
				WorkspaceFiles.delete(pack.resolve(name));
			}
		}
	}

	private long lastSeq() {
		Event last = this.events.last();
		return (last != null) ? last.seq() : 0;
	}

}
