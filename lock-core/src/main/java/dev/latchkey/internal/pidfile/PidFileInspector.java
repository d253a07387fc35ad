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

package dev.latchkey.internal.pidfile;

import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.pidfile.PidFileContent.Form;
import dev.latchkey.internal.pidfile.PidFileInspection.State;

/**
 * Inspects a pid file.
 */
final class PidFileInspector {

	private final LockRuntime runtime;

	private final EphemeralFiles files;

	private final LockId id;

	private final PidFileFormat format;

	PidFileInspector(EphemeralFiles files, LockId id, PidFileFormat format) {
		this.runtime = files.runtime();
		this.files = files;
		this.id = id;
		this.format = format;
	}

	PidFileInspection status() {
		PidFileInspection status = LockFileReader.read(this.runtime, this.id.path(), this::status);
		return (status != null) ? status : status(State.NOT_RUNNING, OptionalLong.empty(), null);
	}

	private PidFileInspection status(OpenLockFile file) {
		PidFileContent content = PidFileContent.read(file);
		OptionalLong pid = (content.form() == Form.NUMBER) ? OptionalLong.of(content.pid()) : OptionalLong.empty();
		if (file.isLocked()) {
			List<LockHolder> holders = RecordedHolders.areNeeded(this.runtime)
					? this.files.recordedHolders(file, this.format) : LockHolders.ofBusy(this.runtime, this.id.path());
			return status(State.RUNNING, pid, holders.isEmpty() ? null : holders.get(0), true);
		}
		if (pid.isEmpty()) {
			return status(State.MALFORMED, pid, null);
		}
		if (this.format.mayRun(content.pid(), () -> this.files.age(this.id.path(), file))) {
			return status(State.RUNNING, pid, LockHolders.selfReported(this.runtime, content.pid()));
		}
		return status(State.STALE, pid, null);
	}

	private PidFileInspection status(State state, OptionalLong pid, @Nullable LockHolder holder) {
		return status(state, pid, holder, false);
	}

	private PidFileInspection status(State state, OptionalLong pid, @Nullable LockHolder holder, boolean locked) {
		return new PidFileInspection(this.id.path(), state, pid, holder, locked);
	}

}
