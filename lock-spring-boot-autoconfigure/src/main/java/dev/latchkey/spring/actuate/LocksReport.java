package dev.latchkey.spring.actuate;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockLedger;
import dev.latchkey.LockWait;
import dev.latchkey.Owner;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.spring.actuate.LocksDescriptor.DirectoryDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.HoldDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.OwnerDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.ProcessDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.WaitDescriptor;

/**
 * One answer of the endpoint: the kernel's table is read once for all of it. What
 * disappears meanwhile is left out.
 */
final class LocksReport {

	private final LockRuntime runtime;

	private final boolean showValues;

	private final LockOwners table;

	LocksReport(LockRuntime runtime, boolean showValues) {
		this.runtime = runtime;
		this.showValues = showValues;
		this.table = new LockOwners(runtime);
	}

	LocksDescriptor of(LockLedger ledger, Path directory) {
		return new LocksDescriptor(process(), ledger.holds().stream().map(this::hold).toList(),
				ledger.waits().stream().map(this::wait).toList(), directory(directory));
	}

	private ProcessDescriptor process() {
		Owner self = this.runtime.self();
		return new ProcessDescriptor(self.pid(), self.startedAt(), command(self));
	}

	private HoldDescriptor hold(LockHold hold) {
		LockFile file = shown(hold.id());
		return new HoldDescriptor(file.kind().label(), file.name(), file.key(), file.path().toString(),
				hold.acquiredAt(), hold.fencingToken());
	}

	private WaitDescriptor wait(LockWait wait) {
		LockFile file = shown(wait.id());
		return new WaitDescriptor(file.kind().label(), file.name(), file.key(), file.path().toString(), wait.thread(),
				wait.since(), owners(this.table.of(wait.id().path())));
	}

	private DirectoryDescriptor directory(Path directory) {
		List<LockDescriptor> locks = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
			for (Path path : files) {
				LockDescriptor lock = lock(path);
				if (lock != null) {
					locks.add(lock);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			return new DirectoryDescriptor(directory.toString(), ex.toString(), List.of());
		}
		locks.sort((one, other) -> (one.name() + '\0' + one.key()).compareTo(other.name() + '\0' + other.key()));
		return new DirectoryDescriptor(directory.toString(), null, locks);
	}

	private @Nullable LockDescriptor lock(Path path) {
		LockFile file = LockFile.of(path);
		if (file == null) {
			return null;
		}
		List<Owner> holders = this.table.of(path);
		LockFileState state = LockFileState.of(file, holders, this.table, this.runtime);
		if (holders.isEmpty() && Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		LockFile shown = shown(file);
		return new LockDescriptor(shown.kind().label(), shown.name(), shown.key(), state.label(), owners(holders));
	}

	private List<OwnerDescriptor> owners(List<Owner> owners) {
		return owners.stream().map((owner) -> OwnerDescriptor.of(owner, command(owner))).toList();
	}

	private LockFile shown(LockId id) {
		return shown(LockFile.of(id.path(), id.kind()));
	}

	private LockFile shown(LockFile file) {
		return this.showValues ? file : file.masked();
	}

	private @Nullable String command(Owner owner) {
		return this.showValues ? owner.commandLine() : owner.executable();
	}

}
