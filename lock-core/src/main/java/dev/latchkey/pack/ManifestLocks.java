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

package dev.latchkey.pack;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;

/**
 * The two ways to lock a manifest.
 *
 * @param shared for reading: together with others that do the same, in this process and
 * in others. The hold's fencing token is that of the last exclusive hold
 * @param exclusive for writing: alone. While a writer waits for it, new readers wait
 * behind, in all processes that use this library, for at most five seconds each
 * @since 0.1
 */
public record ManifestLocks(CrossProcessLock<LockHold> shared, CrossProcessLock<LockHold> exclusive) {

}
