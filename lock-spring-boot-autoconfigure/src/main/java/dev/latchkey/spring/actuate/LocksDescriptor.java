package dev.latchkey.spring.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.latchkey.Owner;

/**
 * What the {@code locks} endpoint answers.
 *
 * @param process the process that answers
 * @param held what it holds, oldest first
 * @param waiting what its threads wait for, longest first
 * @param directory the lock files that it shares with others
 * @param daemon its pid file and its state file, if it has them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LocksDescriptor(ProcessDescriptor process, List<HoldDescriptor> held, List<WaitDescriptor> waiting,
		DirectoryDescriptor directory, @Nullable DaemonDescriptor daemon) {

	/**
	 * The process that answers.
	 *
	 * @param pid its process id
	 * @param startedAt when it started, if known
	 * @param command its executable, and its arguments without the class path where
	 * values are shown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record ProcessDescriptor(long pid, @Nullable Instant startedAt, @Nullable String command) {

	}

	/**
	 * A lock that this process holds.
	 *
	 * @param kind the kind of the lock
	 * @param name the name of the lock
	 * @param key what tells it from others of that name, masked unless values are shown
	 * @param path the lock's file, without the key unless values are shown
	 * @param since when it was acquired
	 * @param fencingToken the token of this acquisition
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record HoldDescriptor(String kind, String name, @Nullable String key, String path, Instant since,
			long fencingToken) {

	}

	/**
	 * A thread of this process that waits for a lock.
	 *
	 * @param kind the kind of the lock
	 * @param name the name of the lock
	 * @param key what tells it from others of that name, masked unless values are shown
	 * @param path the lock's file, without the key unless values are shown
	 * @param thread the name of the thread
	 * @param since when it began to wait
	 * @param owners who has the lock; empty means unknown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record WaitDescriptor(String kind, String name, @Nullable String key, String path, String thread,
			Instant since, List<OwnerDescriptor> owners) {

	}

	/**
	 * The lock directory.
	 *
	 * @param path the directory
	 * @param problem why the directory could not be read, if so
	 * @param locks the lock files in it, of whatever process, by name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record DirectoryDescriptor(String path, @Nullable String problem, List<LockDescriptor> locks) {

	}

	/**
	 * A lock file in the lock directory.
	 *
	 * @param kind the kind of the lock
	 * @param name the name of the lock
	 * @param key what tells it from others of that name, masked unless values are shown
	 * @param state whether it is held
	 * @param owners who has it; empty if it is not held, or if that is unknown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record LockDescriptor(String kind, String name, @Nullable String key, String state,
			List<OwnerDescriptor> owners) {

	}

	/**
	 * A process that has a lock.
	 *
	 * @param pid its process id
	 * @param startedAt when it started, if known
	 * @param command its executable, and its arguments without the class path where
	 * values are shown
	 * @param confidence how well this is known: {@code confirmed} by the kernel,
	 * {@code announced} by the lock file, or {@code unknown}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record OwnerDescriptor(long pid, @Nullable Instant startedAt, @Nullable String command, String confidence) {

		static OwnerDescriptor of(Owner owner, @Nullable String command) {
			return new OwnerDescriptor(owner.pid(), owner.startedAt(), command,
					owner.confidence().name().toLowerCase(Locale.ROOT));
		}

	}

	/**
	 * What makes the process the only instance of its application.
	 *
	 * @param pidFile its pid file
	 * @param held whether it has the pid file
	 * @param stateFile where it says that it lives, if it does
	 * @param problem why the state file could not be read, if so
	 * @param startedAt when it began to say so
	 * @param heartbeatAt when it said so last
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record DaemonDescriptor(String pidFile, boolean held, @Nullable String stateFile, @Nullable String problem,
			@Nullable Instant startedAt, @Nullable Instant heartbeatAt) {

	}

}
