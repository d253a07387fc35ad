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

import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Service;

import dev.latchkey.LockHold;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Syncs the workspace: one instance at a time, the others wait for their turn.
 */
@Service
class SyncService {

	private final Workspace workspace;

	private final Remote remote;

	private final PackRefresher refresher;

	private final EventLog events;

	SyncService(Workspace workspace, Remote remote, PackRefresher refresher, EventLog events) {
		this.workspace = workspace;
		this.remote = remote;
		this.refresher = refresher;
		this.events = events;
	}

	/**
	 * Refreshes all packs. Preparing the workspace asks for the same lock and joins it.
	 * @return what has changed
	 * @throws InterruptedException if the application is stopped meanwhile
	 */
	@HeldFileLock(Workspace.LOCK)
	List<Event> sync() throws InterruptedException {
		LockHold lock = LockContext.current().orElseThrow();
		long token = lock.id().type().hasFencingTokens() ? lock.fencingToken() : Event.NO_TOKEN;
		this.workspace.prepare();
		this.events.heal();
		this.workspace.packs().forEach(this.refresher::recover);
		List<Event> changes = new ArrayList<>();
		for (String pack : this.workspace.packs()) {
			this.remote.drift(pack);
			changes.addAll(this.refresher.refresh(pack, token));
		}
		return changes;
	}

}
