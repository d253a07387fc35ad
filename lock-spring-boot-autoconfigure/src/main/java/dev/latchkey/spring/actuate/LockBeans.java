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

import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.SingleInstance;

/**
 * What the endpoint tells of.
 *
 * @param runtime the runtime of the locks
 * @param activeLocks what this process holds and waits for
 * @param directory where the lock files are
 * @param heldFiles the held file locks
 * @param named the named locks of that directory
 * @param claims the claims of that directory
 * @param board who waits, in all processes
 * @param tiers finds the lock order, if it is used and counts
 * @param serializer finds the mutation serializer, if it is used
 * @param instance the pid file, if there is one
 * @param stateFile where the application says that it lives, if it does
 * @since 0.1
 */
public record LockBeans(LockRuntime runtime, ActiveLocks activeLocks, LockDirectory directory, HeldFileLocks heldFiles,
		NamedLocks named, ClaimDirectory claims, WaitRegistry board, Supplier<Optional<LockTiers>> tiers,
		Supplier<Optional<MutationSerializer>> serializer, @Nullable SingleInstance instance,
		@Nullable DaemonStateFile stateFile) {

}
