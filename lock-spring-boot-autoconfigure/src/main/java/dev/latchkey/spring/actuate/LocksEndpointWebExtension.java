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

import java.security.Principal;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import dev.latchkey.spring.actuate.LocksDescriptor.BreakDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;

/**
 * The {@link LocksEndpoint} on the web, where the user is known.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = LocksEndpoint.class)
public class LocksEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final LocksEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates an extension.
	 * @param endpoint the endpoint
	 * @param showValues when to show keys of locks, contents, and arguments of processes
	 * @param roles the authorized roles; if empty, all authenticated users are authorized
	 */
	public LocksEndpointWebExtension(LocksEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Describes locks.
	 * @param securityContext the user
	 * @param name the name of the locks, or {@code null} for all
	 * @param type the lock type, or {@code null} for all
	 * @param state the state of the directory's locks, or {@code null} for all
	 * @param limit how many locks of the directory to show at the most, or {@code null}
	 * for 1000
	 * @param offset how many to leave out before them, or {@code null} for none
	 * @param stacks whether to show the stacks of threads that hold or wait, or
	 * {@code null} not to; only a user that may see values gets them
	 * @return the locks
	 */
	@ReadOperation
	public LocksDescriptor locks(SecurityContext securityContext, @Nullable String name, @Nullable String type,
			@Nullable String state, @Nullable Integer limit, @Nullable Integer offset, @Nullable Boolean stacks) {
		return this.endpoint.locks(LocksQuery.of(name, type, state, limit, offset, stacks), isShown(securityContext));
	}

	/**
	 * Describes one lock of the directory, or of a registry if this process holds it.
	 * @param securityContext the user
	 * @param path its name, and its key if it has one, in which slashes part segments; of
	 * a claim its key only
	 * @param key its key, if that is not known by segments; the path is its name then
	 * @param type the kind, or {@code null} for a named lock, or else one of a registry
	 * @return the lock, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable LockDescriptor lock(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String key, @Nullable String type) {
		return this.endpoint.lock(path, key, type, isShown(securityContext));
	}

	/**
	 * Takes a named lock away from a holder that is stalled, or a held file lock from one
	 * that is stalled or has left it behind.
	 * @param securityContext the user
	 * @param path the lock's name, and its key if it has one, in which slashes part
	 * segments
	 * @param key its key, if that is not known by segments; the path is its name then
	 * @param reason why, for the log and the audit event
	 * @param type the kind, or {@code null} for a named lock; of others only held file
	 * locks can be broken
	 * @return what has become of it: with the status 409 if it was not broken, 404 if
	 * there is no such lock
	 */
	@DeleteOperation
	public WebEndpointResponse<BreakDescriptor> breakLock(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String key, String reason,
			@Nullable String type) {
		Principal principal = securityContext.getPrincipal();
		BreakDescriptor done = this.endpoint.breakLock(path, key, reason, type,
				(principal != null) ? principal.getName() : LocksEndpoint.NOBODY, isShown(securityContext));
		if (done == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return new WebEndpointResponse<>(done, done.broken() ? WebEndpointResponse.STATUS_OK : CONFLICT);
	}

	private boolean isShown(SecurityContext securityContext) {
		return this.showValues.isShown(securityContext, this.roles);
	}

}
