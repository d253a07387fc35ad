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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.util.StringUtils;

import dev.latchkey.LockFileException;
import dev.latchkey.LockType;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.actuate.LocksDescriptor.BreakDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;

/**
 * Shows the locks, their holders, since when they are held, and their waiters.
 *
 * @since 0.1
 */
@Endpoint(id = "locks", defaultAccess = Access.READ_ONLY)
public class LocksEndpoint {

	static final String NOBODY = "unknown";

	private final LockBeans beans;

	private final LockBreaker breaker;

	private final Show showValues;

	/**
	 * Creates an endpoint.
	 * @param beans what it tells of
	 * @param breaker takes locks away
	 * @param showValues when to show keys of locks, contents, and arguments of processes
	 */
	public LocksEndpoint(LockBeans beans, LockBreaker breaker, Show showValues) {
		this.beans = beans;
		this.breaker = breaker;
		this.showValues = showValues;
	}

	/**
	 * Describes all locks, for a reader that is not known.
	 * @return the locks
	 */
	public LocksDescriptor locks() {
		return locks(LocksQuery.ALL, isShown());
	}

	/**
	 * Describes locks, for a reader that is not known.
	 * @param name the name of the locks, or {@code null} for all
	 * @param type the lock type, or {@code null} for all
	 * @param state the state of the directory's locks, or {@code null} for all
	 * @param limit how many locks of the directory to show at the most, or {@code null}
	 * for 1000
	 * @param offset how many to leave out before them, or {@code null} for none
	 * @param stacks whether to show the stacks of threads that hold or wait, or
	 * {@code null} not to
	 * @return the locks
	 */
	@ReadOperation
	public LocksDescriptor locks(@Nullable String name, @Nullable String type, @Nullable String state,
			@Nullable Integer limit, @Nullable Integer offset, @Nullable Boolean stacks) {
		return locks(LocksQuery.of(name, type, state, limit, offset, stacks), isShown());
	}

	/**
	 * Describes one lock of the directory, or of a registry if this process holds it, for
	 * a reader that is not known.
	 * @param path its name, and its key if it has one, in which slashes part segments; of
	 * a claim its key only
	 * @param key its key, if that is not known by segments; the path is its name then
	 * @param type the kind, or {@code null} for a named lock, or else one of a registry
	 * @return the lock, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable LockDescriptor lock(@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String key,
			@Nullable String type) {
		return lock(path, key, type, isShown());
	}

	/**
	 * Takes a named lock away from a holder that is stalled, or a held file lock from one
	 * that is stalled or has left it behind. The holder finds out at its next check.
	 * @param path the lock's name, and its key if it has one, in which slashes part
	 * segments
	 * @param key its key, if that is not known by segments; the path is its name then
	 * @param reason why, for the log and the audit event
	 * @param type the kind, or {@code null} for a named lock; of others only held file
	 * locks can be broken
	 * @return what has become of it, or {@code null} if there is no such lock
	 */
	@DeleteOperation
	public @Nullable BreakDescriptor breakLock(@Selector(match = Match.ALL_REMAINING) String[] path,
			@Nullable String key, String reason, @Nullable String type) {
		return breakLock(path, key, reason, type, NOBODY, isShown());
	}

	private boolean isShown() {
		return this.showValues.isShown(SecurityContext.NONE, Set.of());
	}

	LocksDescriptor locks(LocksQuery query, boolean showValues) {
		return new LocksReport(this.beans, showValues).of(query);
	}

	@Nullable LockDescriptor lock(String[] path, @Nullable String key, @Nullable String type, boolean showValues) {
		LocksReport report = new LocksReport(this.beans, showValues);
		LockType asked = LocksQuery.type(type);
		LockDescriptor found = report.of(file(path, key, asked));
		return (found == null && asked == null) ? report.of(file(path, key, LockType.REGISTRY)) : found;
	}

	private LockFile file(String[] path, @Nullable String givenKey, @Nullable LockType type) {
		if (String.join("", path).isEmpty()) {
			throw invalid("No lock is named. Name one after the slash, or leave the slash out to see all locks");
		}
		if (type == LockType.CLAIM) {
			return LockFile.ofClaim(this.beans.directory().path(),
					LockFileNames.escape(String.join("/", path), this.beans.runtime().nameCase()));
		}
		if (type == LockType.HELD_FILE) {
			return heldFile(path, givenKey);
		}
		if (type != null && type != LockType.NAMED && type != LockType.REGISTRY) {
			throw invalid("Only named locks, held-file locks, claims and locks of a registry can be found by their "
					+ "names, not one of the type " + type.label());
		}
		LockName name = (givenKey != null) ? new LockName(String.join("/", path), givenKey) : new LockName(path[0],
				(path.length > 1) ? String.join("/", Arrays.copyOfRange(path, 1, path.length)) : null);
		return (type == LockType.REGISTRY) ? LockFile.of(Path.of(name.unique()), type)
				: LockFile.of(this.beans.directory().file(name), LockType.NAMED);
	}

	private LockFile heldFile(String[] path, @Nullable String givenKey) {
		String fileName = path[0];
		if (path.length > 1 || givenKey != null || fileName.indexOf('/') >= 0
				|| !fileName.endsWith(LockFile.HELD_SUFFIX)) {
			throw invalid("A held-file lock of the lock directory is found by the name of its file, which ends with "
					+ LockFile.HELD_SUFFIX);
		}
		return LockFile.of(this.beans.directory().path().resolve(fileName), LockType.HELD_FILE);
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	@Nullable BreakDescriptor breakLock(String[] path, @Nullable String key, String reason, @Nullable String type,
			String principal, boolean showValues) {
		if (!StringUtils.hasText(reason)) {
			throw invalid("Say why the lock is to be broken, by the parameter 'reason'");
		}
		LockType asked = LocksQuery.type(type);
		if (asked != null && asked != LockType.NAMED && asked != LockType.HELD_FILE) {
			throw invalid("Only named locks and held-file locks can be broken, not one of the type " + asked.label()
					+ ". End the process that holds it: its lock ends with it");
		}
		LockFile file = file(path, key, (asked != null) ? asked : LockType.NAMED);
		LockDescriptor found = new LocksReport(this.beans, showValues).of(file);
		if (found == null) {
			return null;
		}
		try {
			BreakAttempt attempt = this.breaker.breakStalled(file, principal, reason);
			return new BreakDescriptor(attempt.isBroken(), attempt.refusal(), found);
		}
		catch (LockFileException ex) {
			return new BreakDescriptor(false, "It cannot be looked at, and is left alone", found);
		}
	}

}
