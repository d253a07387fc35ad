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

/**
 * The order in which a task takes locks: tiers, the stack of what a task has, the
 * scheduler's permits, and the boundary of a pool whose tasks wait for each other.
 *
 * <p>
 * A task that has a lock of one {@link dev.latchkey.LockTier} may wait for locks of later
 * tiers only, so tasks that use several locks cannot wait for each other in a cycle.
 * {@link dev.latchkey.order.LockTiers} checks it.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.order;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
