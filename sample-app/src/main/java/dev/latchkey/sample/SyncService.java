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
	 * Refresh all packs. Preparing the workspace asks for the same lock and joins it.
	 * @return what has changed
	 * @throws InterruptedException if the application is stopped meanwhile
	 */
	@HeldFileLock(Workspace.LOCK)
	List<Event> sync() throws InterruptedException {
		LockHold lock = LockContext.current().orElseThrow();
		long token = lock.id().kind().hasFencingTokens() ? lock.fencingToken() : Event.NO_TOKEN;
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
