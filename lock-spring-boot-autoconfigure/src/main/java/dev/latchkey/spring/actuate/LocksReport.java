package dev.latchkey.spring.actuate;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockKind;
import dev.latchkey.LockLedger;
import dev.latchkey.LockWait;
import dev.latchkey.Owner;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.claim.ListedClaim;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockProbe;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.actuate.LocksDescriptor.DaemonDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.DirectoryDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.HoldDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.OwnerDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.ProcessDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.WaitDescriptor;

/**
 * One answer of the endpoint: the kernel's table is read once for the claims, and once
 * for all else. What disappears meanwhile is left out.
 */
final class LocksReport {

	private static final String HELD = "held";

	/**
	 * The kernel knows no holder. It is dead, and the next one gets the lock at once; or
	 * it is a program that takes no flock; or the file cannot be read.
	 */
	private static final String UNKNOWN = "unknown";

	private final LockRuntime runtime;

	private final boolean showValues;

	private final LockOwners table;

	LocksReport(LockRuntime runtime, boolean showValues) {
		this.runtime = runtime;
		this.showValues = showValues;
		this.table = new LockOwners(runtime);
	}

	LocksDescriptor of(LockLedger ledger, Path directory, ClaimDirectory claims, @Nullable DaemonDescriptor daemon) {
		return new LocksDescriptor(process(), ledger.holds().stream().map(this::hold).toList(),
				ledger.waits().stream().map(this::wait).toList(), directory(directory, claims), daemon);
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

	private DirectoryDescriptor directory(Path directory, ClaimDirectory claims) {
		List<LockDescriptor> locks = new ArrayList<>();
		String problem = null;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + LockName.SUFFIX)) {
			for (Path path : files) {
				LockDescriptor lock = heldFile(path);
				if (lock != null) {
					locks.add(lock);
				}
			}
			claims.list().forEach((claim) -> locks.add(claim(claim, directory)));
		}
		catch (IOException | DirectoryIteratorException | LatchkeyException ex) {
			problem = ex.toString();
		}
		locks.sort((one, other) -> (one.name() + '\0' + one.key()).compareTo(other.name() + '\0' + other.key()));
		return new DirectoryDescriptor(directory.toString(), problem, locks);
	}

	private @Nullable LockDescriptor heldFile(Path path) {
		List<Owner> holders = this.table.of(path);
		String state = isLocked(path, holders) ? HELD : UNKNOWN;
		if (holders.isEmpty() && Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		return lock(LockFile.of(path, LockKind.HELD_FILE), state, holders);
	}

	/**
	 * Ask the table first. Where it names nobody, ask the file, for the holder may be in
	 * a container that cannot be seen from here.
	 */
	private boolean isLocked(Path path, List<Owner> holders) {
		try {
			return !holders.isEmpty() || new LockProbe(this.runtime, path).isLocked();
		}
		catch (LatchkeyException ex) {
			return false;
		}
	}

	private LockDescriptor claim(ListedClaim claim, Path directory) {
		return lock(LockFile.ofClaim(directory, claim.name()), claim.state().name().toLowerCase(Locale.ROOT),
				claim.owners());
	}

	private LockDescriptor lock(LockFile file, String state, List<Owner> owners) {
		LockFile shown = shown(file);
		return new LockDescriptor(shown.kind().label(), shown.name(), shown.key(), state, owners(owners));
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
