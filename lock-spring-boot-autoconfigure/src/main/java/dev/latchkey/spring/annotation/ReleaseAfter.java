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

package dev.latchkey.spring.annotation;

/**
 * When a lock is released that was acquired in a transaction. Where no transaction is
 * active, it is released after the method.
 *
 * @since 0.1
 */
public enum ReleaseAfter {

	/**
	 * The value of the property {@code latchkey.release-after}, which is the transaction
	 * if it is not set.
	 */
	DEFAULT,

	/**
	 * After the transaction has committed or rolled back, so that the next holder sees
	 * what was committed. The transaction does not commit if the lock was lost.
	 */
	TRANSACTION,

	/**
	 * After the method, although its transaction may not have completed. The next holder
	 * may not see what the method has written.
	 */
	METHOD

}
