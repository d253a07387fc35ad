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

package dev.latchkey.internal.lockfile;

/**
 * What came of trying to lock a file.
 */
public enum TryOutcome {

	/**
	 * It is locked by us, and its name leads to it.
	 */
	ACQUIRED,

	/**
	 * Somebody has it exclusively.
	 */
	BUSY,

	/**
	 * Nobody has it exclusively, but somebody sits on a shared lock.
	 */
	SHARED_BY_OTHERS,

	/**
	 * It was locked, but its name leads elsewhere by now. Nothing is locked any more.
	 */
	REPLACED

}
