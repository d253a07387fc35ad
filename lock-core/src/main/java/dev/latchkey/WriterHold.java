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

package dev.latchkey;

import java.util.UUID;

/**
 * The right to write a data file, while it is held.
 *
 * @since 0.1
 */
public interface WriterHold extends LockHold {

	/**
	 * Returns what distinguishes this acquisition from all others, in the lock's file.
	 * @return the writer id
	 */
	UUID writerId();

	/**
	 * Asks the system whether the lock is still held: whether the lock's file is that of
	 * this hold and has its writer id. A loss is noticed here at the latest.
	 * @return whether it is held
	 */
	boolean isValid();

}
