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

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

import dev.latchkey.claim.Claims;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.lockfile.NameCase;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.SingleInstance;

/**
 * The beans that the endpoint and the health component describe.
 *
 * @since 0.1
 */
public final class LockBeans {

	private final LatchkeyParts parts;

	private final WaitRegistry board;

	private final Supplier<Optional<LockTiers>> tiers;

	private final Supplier<Optional<MutationSerializer>> serializer;

	private final @Nullable SingleInstance instance;

	private final @Nullable DaemonStateFile stateFile;

	LockBeans(LatchkeyParts parts, WaitRegistry board, Supplier<Optional<LockTiers>> tiers,
			Supplier<Optional<MutationSerializer>> serializer, @Nullable SingleInstance instance,
			@Nullable DaemonStateFile stateFile) {
		this.parts = parts;
		this.board = board;
		this.tiers = tiers;
		this.serializer = serializer;
		this.instance = instance;
		this.stateFile = stateFile;
	}

	/**
	 * Looks the beans up.
	 * @param beans has the locks, and may have a pid file and a state file
	 * @param tiers finds the lock order, if it is used and counts
	 * @param serializer finds the mutation serializer, if it is used
	 * @return the beans
	 */
	public static LockBeans of(BeanFactory beans, Supplier<Optional<LockTiers>> tiers,
			Supplier<Optional<MutationSerializer>> serializer) {
		return new LockBeans(beans.getBean(LatchkeyParts.class), beans.getBean(WaitRegistry.class), tiers, serializer,
				beans.getBeanProvider(SingleInstance.class).getIfAvailable(),
				beans.getBeanProvider(DaemonStateFile.class).getIfAvailable());
	}

	LockRuntime runtime() {
		return this.parts.runtime();
	}

	/** What this process holds and waits for. */
	ActiveLocks activeLocks() {
		return this.parts.active();
	}

	LockDirectory directory() {
		return new LockDirectory(this.parts.directory(), runtime().nameCase() == NameCase.COUNTS);
	}

	HeldFileLocks heldFiles() {
		return this.parts.heldFiles();
	}

	NamedLocks named() {
		return this.parts.named();
	}

	/** The claims of the lock directory. An application may have others elsewhere. */
	Claims claims() {
		return this.parts.claims().get();
	}

	/** Who waits, in all processes. */
	WaitRegistry waitRegistry() {
		return this.board;
	}

	Supplier<Optional<LockTiers>> tiers() {
		return this.tiers;
	}

	Supplier<Optional<MutationSerializer>> serializer() {
		return this.serializer;
	}

	@Nullable SingleInstance instance() {
		return this.instance;
	}

	@Nullable DaemonStateFile stateFile() {
		return this.stateFile;
	}

}
