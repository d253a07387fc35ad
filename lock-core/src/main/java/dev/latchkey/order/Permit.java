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

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A permit of {@link SchedulerPermits}, until it is given back.
 *
 * @since 0.1
 */
public final class Permit implements AutoCloseable {

	private final Runnable giveBack;

	private final TierScope scope;

	private final AtomicBoolean given = new AtomicBoolean();

	Permit(Runnable giveBack, TierScope scope) {
		this.giveBack = giveBack;
		this.scope = scope;
	}

	/**
	 * Gives the permit back, which any thread may do. Calling it again does nothing.
	 */
	@Override
	public void close() {
		if (this.given.compareAndSet(false, true)) {
			this.scope.close();
			this.giveBack.run();
		}
	}

}
