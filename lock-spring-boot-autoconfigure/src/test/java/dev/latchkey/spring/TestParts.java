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

import dev.latchkey.Latchkey;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.parts.Lazy;
import dev.latchkey.internal.writer.WriterLocks;
import dev.latchkey.pack.PackLocks;

/**
 * The parts of a {@link Latchkey} whose runtime and named locks are those of a test.
 */
public final class TestParts {

	private TestParts() {
	}

	public static LatchkeyParts of(LockRuntime runtime, ActiveLocks active, NamedLocks named) {
		LockOptions options = LockOptions.defaults();
		return new LatchkeyParts(runtime, active, named.path(), options, named, new HeldFileLocks(runtime, options),
				new WriterLocks(runtime, options),
				Lazy.of(() -> ClaimDirectory.open(named.path(), runtime), ClaimDirectory::close),
				Lazy.of(() -> new PackLockFiles(runtime, PackLocks.FILE_NAME), (closed) -> {
				}));
	}

	public static Latchkey latchkey(LockRuntime runtime, NamedLocks named) {
		return of(runtime, new ActiveLocks(), named).assemble();
	}

}
