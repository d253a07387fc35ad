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

package dev.latchkey.sample;

import java.time.Instant;

/**
 * A change of a file: one line of the manifest.
 *
 * @param seq its number; they have no gaps
 * @param at when it happened
 * @param pid the process that made it
 * @param pack the pack
 * @param file the file
 * @param change what was done: {@code added} or {@code updated}
 * @param token the fencing token of the lock under which it was made, or
 * {@link #NO_TOKEN}
 */
record Event(long seq, Instant at, long pid, String pack, String file, String change, long token) {

	/** What stands for the token of a lock that has none, as in a registry. */
	static final long NO_TOKEN = 0;

}
