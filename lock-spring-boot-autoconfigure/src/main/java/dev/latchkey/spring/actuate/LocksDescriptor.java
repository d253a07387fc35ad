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

package dev.latchkey.spring.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code locks} endpoint answers. What is not known is left out.
 *
 * @param process the process that answers
 * @param held what it holds, oldest first
 * @param waiting what its threads wait for, longest first
 * @param directory the lock files that it shares with others
 * @param deadlocks the deadlocks among the processes of the directory, unless they cannot
 * be told, as the directory's problem says
 * @param tiers the lock order of this process, if there is one
 * @param keyed the queues of its mutation serializer, if there is one
 * @param daemon its pid file and its state file, if it has them
 * @since 0.1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LocksDescriptor(ProcessDescriptor process, List<HoldDescriptor> held, List<WaitDescriptor> waiting,
		DirectoryDescriptor directory, @Nullable List<DeadlockDescriptor> deadlocks, @Nullable TiersDescriptor tiers,
		@Nullable KeyedDescriptor keyed, @Nullable DaemonDescriptor daemon) {

	/**
	 * The process that answers.
	 *
	 * @param pid its process id
	 * @param startedAt when it started, if known
	 * @param command its executable, and its arguments without the class path where
	 * values are shown
	 * @param host the name of its machine
	 * @param user the user that it runs as, if known
	 * @param platform the system that its locks are those of
	 * @param degraded what users notice of the features that this system lacks, a clause
	 * for each; empty on Linux
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record ProcessDescriptor(long pid, @Nullable Instant startedAt, @Nullable String command, String host,
			@Nullable String user, String platform, List<String> degraded) {

	}

	/**
	 * A lock that this process holds.
	 *
	 * @param type the lock type
	 * @param name the name of the lock
	 * @param key the key that distinguishes it from others of that name, masked unless
	 * values are shown
	 * @param path the lock's file, without the key unless values are shown; not there for
	 * a lock of a registry, which has none
	 * @param since when it was acquired
	 * @param fencingToken the token of this acquisition; not there if it has none
	 * @param thread the name of the thread that acquired it, unless it is no thread's
	 * @param callSite where in the program that was, such as the annotated method, if
	 * known
	 * @param stack what that thread does now, if asked for
	 * @param waiters the waiters, of all processes
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record HoldDescriptor(String type, String name, @Nullable String key, @Nullable String path, Instant since,
			@Nullable Long fencingToken, @Nullable String thread, @Nullable String callSite,
			@Nullable List<String> stack, List<WaiterDescriptor> waiters) {

	}

	/**
	 * A wait of this process for a lock.
	 *
	 * @param type the lock type
	 * @param name the name of the lock
	 * @param key the key that distinguishes it from others of that name, masked unless
	 * values are shown
	 * @param path the lock's file, without the key unless values are shown; not there for
	 * a lock of a registry, which has none
	 * @param thread the name of the thread that waits, unless it is no thread's wait
	 * @param callSite where in the program that is, such as the annotated method, if
	 * known
	 * @param since when it began to wait
	 * @param until when it gives up, if it does
	 * @param holders the holders of the lock; empty means unknown
	 * @param stack what the thread does now, if asked for
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record WaitDescriptor(String type, String name, @Nullable String key, @Nullable String path,
			@Nullable String thread, @Nullable String callSite, Instant since, @Nullable Instant until,
			List<HolderDescriptor> holders, @Nullable List<String> stack) {

	}

	/**
	 * The lock directory.
	 *
	 * @param path the directory
	 * @param problem why the directory, or the waits of others, could not be read, or not
	 * all of it, if so
	 * @param total how many locks match, also those that are not shown
	 * @param offset how many were left out before those that are shown
	 * @param limit how many are shown at the most
	 * @param locks the locks in it, of whatever process, by name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record DirectoryDescriptor(String path, @Nullable String problem, int total, int offset, int limit,
			List<LockDescriptor> locks) {

	}

	/**
	 * A lock in the lock directory, or one of a registry that this process holds.
	 *
	 * @param type the lock type
	 * @param name the name of the lock
	 * @param key the key that distinguishes it from others of that name, masked unless
	 * values are shown
	 * @param path the lock's file, without the key unless values are shown; {@code null}
	 * in a registry
	 * @param state its {@link dev.latchkey.LockState} in lower case; {@code unknown} if
	 * it could not be looked at
	 * @param problem why it could not be looked at, if so
	 * @param holders its holders; empty if it is not held, or if that is unknown
	 * @param since when it was acquired, by its file, or {@code null} if that is unknown
	 * @param ageMillis how long ago its holder last showed that it lives, in milliseconds
	 * @param fencingToken the token of the hold, by its file, or {@code null} if that is
	 * unknown
	 * @param content the content of a claim, if it is text and values are shown
	 * @param waiters the waiters, of all processes
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record LockDescriptor(String type, String name, @Nullable String key, @Nullable String path, String state,
			@Nullable String problem, List<HolderDescriptor> holders, @Nullable Instant since, @Nullable Long ageMillis,
			@Nullable Long fencingToken, @Nullable String content, List<WaiterDescriptor> waiters) {

	}

	/**
	 * A waiter of a lock, in any process. What a process does not report, such as a
	 * program that is not of this library, is not known.
	 *
	 * @param process the process
	 * @param thread the name of its thread
	 * @param callSite where in its program that is
	 * @param since when it began to wait
	 * @param until when it gives up, if it does
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record WaiterDescriptor(HolderDescriptor process, @Nullable String thread, @Nullable String callSite,
			@Nullable Instant since, @Nullable Instant until) {

	}

	/**
	 * A process that has a lock, or waits for one.
	 *
	 * @param pid its process id
	 * @param startedAt when it started, if known
	 * @param command its executable, and its arguments without the class path where
	 * values are shown
	 * @param user the user that it runs as, if known
	 * @param confidence how well this is known: {@code confirmed} by the kernel,
	 * {@code self-reported} by the process, or {@code unknown}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record HolderDescriptor(long pid, @Nullable Instant startedAt, @Nullable String command,
			@Nullable String user, String confidence) {

	}

	/**
	 * Waits that keep each other from ending.
	 *
	 * @param temporary whether one of them gives up some time
	 * @param until when the first of them gives up, if one does
	 * @param members the waits: each is for a lock that the next one's thread holds, and
	 * the last for one of the first
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record DeadlockDescriptor(boolean temporary, @Nullable Instant until, List<MemberDescriptor> members) {

	}

	/**
	 * A wait of a deadlock.
	 *
	 * @param process the process that waits
	 * @param thread the name of its thread
	 * @param callSite where in its program that is, such as the annotated method, if
	 * known
	 * @param type the lock type that it waits for
	 * @param name the name of that lock
	 * @param key the key that distinguishes it from others of that name, masked unless
	 * values are shown
	 * @param path that lock's file, without the key unless values are shown; not there
	 * for a lock of a registry, which has none
	 * @param since when it began to wait
	 * @param until when it gives up, if it does
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record MemberDescriptor(HolderDescriptor process, String thread, @Nullable String callSite, String type,
			String name, @Nullable String key, @Nullable String path, Instant since, @Nullable Instant until) {

	}

	/**
	 * The lock order.
	 *
	 * @param enforcement what becomes of a lock that is asked for out of order:
	 * {@code fail}, {@code log} or {@code off}
	 * @param violations how often that has happened
	 */
	public record TiersDescriptor(String enforcement, long violations) {

	}

	/**
	 * The queues of the mutation serializer.
	 *
	 * @param keys how many keys have tasks that run or wait
	 * @param waiting how many tasks wait
	 * @param queues how many tasks of each key wait, if values are shown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record KeyedDescriptor(int keys, int waiting, @Nullable Map<String, Integer> queues) {

	}

	/**
	 * What makes the process the only instance of its application.
	 *
	 * @param pidFile its pid file
	 * @param held whether it has the pid file
	 * @param stateFile the file in which it reports that it lives, or {@code null} if
	 * there is none
	 * @param problem why the state file could not be read, if so
	 * @param startedAt when it began to say so
	 * @param heartbeatAt when it reported that last
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record DaemonDescriptor(String pidFile, boolean held, @Nullable String stateFile, @Nullable String problem,
			@Nullable Instant startedAt, @Nullable Instant heartbeatAt) {

	}

	/**
	 * What has become of an attempt to break a lock.
	 *
	 * @param broken whether the lock was taken away
	 * @param reason why not, if it was not
	 * @param lock the lock as it was found
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record BreakDescriptor(boolean broken, @Nullable String reason, LockDescriptor lock) {

	}

}
