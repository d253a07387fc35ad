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

package dev.latchkey.order;

/**
 * What becomes of a lock that is asked for out of order.
 *
 * @since 0.1
 */
public enum Enforcement {

	/**
	 * It is refused. Where each lock was taken is written down, which takes a few
	 * microseconds: for development and tests.
	 */
	FAIL,

	/**
	 * It is logged, once for each pair of call sites, and counted. Where locks were taken
	 * is written down from the first such event on: for production.
	 */
	LOG,

	/**
	 * Nothing is looked at.
	 */
	OFF

}
