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

package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.concurrent.FutureTask;

import dev.latchkey.LockHold;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Another thread that has a lock.
 */
public final class OtherHolder {

	private OtherHolder() {
	}

	/** Let another thread acquire a lock; any thread may close it. */
	public static LockHold of(NamedLocks locks, Path file) throws Exception {
		FutureTask<LockHold> acquisition = new FutureTask<>(() -> locks.ofFile(file).acquire());
		Thread thread = new Thread(acquisition, "other holder");
		thread.start();
		thread.join();
		return acquisition.get();
	}

}
