package dev.latchkey.spring.actuate;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.latchkey.LockLedger;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.SingleInstance;

/**
 * Answers who holds what, since when, and who waits.
 */
@Endpoint(id = "locks", defaultAccess = Access.READ_ONLY)
public class LocksEndpoint {

	private final LockRuntime runtime;

	private final LockLedger ledger;

	private final LockDirectory directory;

	private final ClaimDirectory claims;

	private final Show showValues;

	private final @Nullable SingleInstance instance;

	private final @Nullable DaemonStateFile stateFile;

	/**
	 * Create an endpoint.
	 * @param runtime the runtime of the locks
	 * @param ledger what this process holds and waits for
	 * @param directory where the lock files are
	 * @param claims the claims of that directory
	 * @param showValues when to show keys of locks and arguments of processes
	 */
	public LocksEndpoint(LockRuntime runtime, LockLedger ledger, LockDirectory directory, ClaimDirectory claims,
			Show showValues) {
		this(runtime, ledger, directory, claims, showValues, null, null);
	}

	/**
	 * Create an endpoint of an application that has a pid file.
	 * @param runtime the runtime of the locks
	 * @param ledger what this process holds and waits for
	 * @param directory where the lock files are
	 * @param claims the claims of that directory
	 * @param showValues when to show keys of locks and arguments of processes
	 * @param instance the pid file, if there is one
	 * @param stateFile where the application says that it lives, if it does
	 */
	public LocksEndpoint(LockRuntime runtime, LockLedger ledger, LockDirectory directory, ClaimDirectory claims,
			Show showValues, @Nullable SingleInstance instance, @Nullable DaemonStateFile stateFile) {
		this.runtime = runtime;
		this.ledger = ledger;
		this.directory = directory;
		this.claims = claims;
		this.showValues = showValues;
		this.instance = instance;
		this.stateFile = stateFile;
	}

	/**
	 * Describe all locks, for a reader that is not known.
	 * @return the locks
	 */
	@ReadOperation
	public LocksDescriptor locks() {
		return locks(this.showValues.isShown(SecurityContext.NONE, Set.of()));
	}

	LocksDescriptor locks(boolean showValues) {
		return new LocksReport(this.runtime, showValues).of(this.ledger, this.directory.path(), this.claims,
				DaemonReport.of(this.instance, this.stateFile));
	}

}
