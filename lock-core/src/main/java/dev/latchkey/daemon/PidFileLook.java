package dev.latchkey.daemon;

import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.Owner;
import dev.latchkey.daemon.PidFileContent.Kind;
import dev.latchkey.daemon.PidFileStatus.State;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.PublishedFiles;
import dev.latchkey.internal.platform.NativePath;

/**
 * Looks at a pid file without wanting it.
 */
final class PidFileLook {

	private final LockRuntime runtime;

	private final PublishedFiles files;

	private final LockId id;

	private final PidFileKind kind;

	PidFileLook(PublishedFiles files, LockId id, PidFileKind kind) {
		this.runtime = files.runtime();
		this.files = files;
		this.id = id;
		this.kind = kind;
	}

	PidFileStatus status() {
		NativePath path = NativePath.of(this.id.path());
		for (LockDescriptor file = open(path); file != null; file = open(path)) {
			try {
				PidFileStatus status = status(file);
				if (file.isNamed()) {
					return status;
				}
			}
			finally {
				file.close();
			}
		}
		return status(State.NOT_RUNNING, OptionalLong.empty(), null);
	}

	private @Nullable LockDescriptor open(NativePath path) {
		return LockDescriptor.openToLook(this.runtime, path);
	}

	private PidFileStatus status(LockDescriptor file) {
		PidFileContent content = PidFileContent.read(file);
		OptionalLong pid = (content.kind() == Kind.NUMBER) ? OptionalLong.of(content.pid()) : OptionalLong.empty();
		if (file.isLocked()) {
			List<Owner> owners = LockOwners.ofBusy(this.runtime, this.id.path());
			return status(State.RUNNING, pid, owners.isEmpty() ? null : owners.get(0));
		}
		if (pid.isEmpty()) {
			return status(State.MALFORMED, pid, null);
		}
		if (this.kind.mayRun(content.pid(), () -> this.files.age(this.id.path(), file))) {
			return status(State.RUNNING, pid, LockOwners.announced(this.runtime, content.pid()));
		}
		return status(State.STALE, pid, null);
	}

	private PidFileStatus status(State state, OptionalLong pid, @Nullable Owner owner) {
		return new PidFileStatus(this.id.path(), state, pid, owner);
	}

}
