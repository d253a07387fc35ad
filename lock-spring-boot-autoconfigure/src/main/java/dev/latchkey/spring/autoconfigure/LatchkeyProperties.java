package dev.latchkey.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.latchkey.spring.annotation.WhenBusy;

/**
 * The properties of Latchkey.
 *
 * @param enabled Whether locks are there at all. Without them, annotations do nothing and
 * nothing is excluded.
 * @param directory Directory that the lock files are in, the same for all processes that
 * exclude each other, on a local filesystem. By default
 * '${user.home}/.latchkey/${spring.application.name:application}'.
 * @param shared Whether other users of the same group use the locks too. Files and
 * directories are then made writable for the group.
 * @param waitTime How long to wait for a busy lock at the most. Zero means to try once.
 * @param whenBusy What happens when a lock stayed busy for the whole wait time.
 * @param heldFile Times of held file locks.
 * @param claims Times of claims.
 * @param writer Times of writer locks.
 * @param daemon What makes the application a single instance.
 * @param maxNativeWaiters How many threads may wait in the kernel at once. Those beyond
 * poll.
 * @param remoteFilesystem What to do when the lock directory is on a filesystem that is
 * not known to be local.
 */
@ConfigurationProperties("latchkey")
public record LatchkeyProperties(@DefaultValue("true") boolean enabled, @Nullable String directory,
		@DefaultValue("false") boolean shared, @DefaultValue("5s") Duration waitTime,
		@DefaultValue("throw") WhenBusy whenBusy, @DefaultValue HeldFile heldFile, @DefaultValue Claims claims,
		@DefaultValue Writer writer, @DefaultValue Daemon daemon, @DefaultValue("64") int maxNativeWaiters,
		@DefaultValue("refuse") RemoteFilesystem remoteFilesystem) {

	/**
	 * The times of held file locks.
	 *
	 * @param staleAfter How old the last heartbeat must be for a lock to count as
	 * abandoned whose holder the kernel does not know, such as a program that takes no
	 * flock.
	 * @param heartbeatInterval How often a held lock shows such programs that it is
	 * alive. By default a third of stale-after, at least 100 ms.
	 * @param pollInterval How often is looked at what the kernel gives no news of, at
	 * least 1 ms.
	 */
	public record HeldFile(@DefaultValue("30s") Duration staleAfter, @Nullable Duration heartbeatInterval,
			@DefaultValue("50ms") Duration pollInterval) {

	}

	/**
	 * The times of claims.
	 *
	 * @param transitionTimeout How long a process may stay between free and held, in
	 * either direction, before others stop waiting for it.
	 */
	public record Claims(@DefaultValue("1s") Duration transitionTimeout) {

	}

	/**
	 * The times of writer locks.
	 *
	 * @param staleAfter How old the writer lock of a dead process of this machine must
	 * be, or a damaged one, to count as abandoned, where the kernel does not know its
	 * writer.
	 * @param remoteStaleAfter How old the writer lock of another machine must be to count
	 * as abandoned.
	 */
	public record Writer(@DefaultValue("30s") Duration staleAfter, @DefaultValue("300s") Duration remoteStaleAfter) {

	}

	/**
	 * What makes the application a single instance.
	 *
	 * @param pidFile File that has the process id of the application while it runs. With
	 * it, a second instance does not start. Beside it, a state file says that the
	 * application lives.
	 */
	public record Daemon(@Nullable String pidFile) {

	}

	/**
	 * What to do with a lock directory on a filesystem that is not known to be local.
	 */
	public enum RemoteFilesystem {

		/**
		 * Fail at start-up.
		 */
		REFUSE,

		/**
		 * Use it. A dead holder of another machine is then known by its age only.
		 */
		ALLOW

	}

}
