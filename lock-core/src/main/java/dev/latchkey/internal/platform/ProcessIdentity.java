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

package dev.latchkey.internal.platform;

/**
 * A process, told from all others past and present on this machine.
 *
 * @param pid its number in its namespace
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param bootId which start of the machine it belongs to; where that is hidden, a text
 * that no other process has
 * @param pidNamespace the inode number of the namespace that its number is from, or 0
 * where that is hidden
 * @param host the machine's name, for people
 */
public record ProcessIdentity(long pid, long startTicks, String bootId, long pidNamespace, String host) {
}
