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

package dev.latchkey.spring.test;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;

/**
 * What an {@link OtherProcess} runs: it holds a lock until its input ends. It has nothing
 * on its class path but lock-core, JNA and this.
 */
final class OtherProcessMain {

	/** The line that reports that the lock is held. */
	static final String HELD = "latchkey: held";

	/** The argument for the file of a named lock. */
	static final String NAMED = "named";

	/** The argument for the file of a held file lock. */
	static final String HELD_FILE = "held-file";

	private OtherProcessMain() {
	}

	public static void main(String... arguments) throws IOException {
		Path file = Path.of(arguments[1]);
		if (arguments[0].equals(NAMED)) {
			holdNamed(file);
		}
		else {
			holdFile(file);
		}
	}

	private static void holdNamed(Path file) throws IOException {
		try (NamedLocks locks = new NamedLocks(Objects.requireNonNull(file.getParent()))) {
			NamedLock lock = locks.ofFile(file);
			hold(lock.tryAcquire(), lock::holders);
		}
	}

	private static void holdFile(Path file) throws IOException {
		try (HeldFileLocks locks = new HeldFileLocks()) {
			hold(locks.lock(file).tryAcquire(), () -> locks.lock(file).holders());
		}
	}

	private static void hold(Optional<LockHold> acquired, Supplier<List<LockHolder>> holders) throws IOException {
		try (LockHold hold = acquired.orElse(null)) {
			if (hold == null) {
				System.out.println("It is busy: " + holders.get());
				return;
			}
			System.out.println(HELD);
			long unused = System.in.transferTo(OutputStream.nullOutputStream());
		}
	}

}
