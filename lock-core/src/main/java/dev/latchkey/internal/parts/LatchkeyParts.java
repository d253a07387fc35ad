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

package dev.latchkey.internal.parts;

import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Latchkey;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.writer.WriterLocks;
import dev.latchkey.pack.PackLocks;

/**
 * The parts of a {@link Latchkey}.
 *
 * @param runtime what all parts share
 * @param active what is held and waited for
 * @param directory the directory of named locks and claims
 * @param options the options of locks that are given no others
 * @param named the locks of names
 * @param heldFiles the locks of held files
 * @param writers the locks of data files
 * @param claims opens the claims of the directory, once
 * @param packs finds the locks around packs
 */
public record LatchkeyParts(LockRuntime runtime, ActiveLocks active, Path directory, LockOptions options,
		NamedLocks named, HeldFileLocks heldFiles, WriterLocks writers, Lazy<ClaimDirectory> claims,
		Lazy<PackLocks> packs) {

	private static volatile @Nullable Function<LatchkeyParts, Latchkey> assembly;

	/**
	 * Sets how parts are assembled, which the front door does when it is loaded.
	 * @param constructor its constructor, which is not public
	 */
	public static void assembledBy(Function<LatchkeyParts, Latchkey> constructor) {
		assembly = constructor;
	}

	/**
	 * Closes the files that are kept open, and the runtime.
	 */
	public void close() {
		this.named.close();
		this.heldFiles.close();
		this.claims.close();
		this.packs.close();
		this.runtime.close();
	}

	/**
	 * Assembles these parts.
	 * @return the front door to them; closing it closes them
	 */
	public Latchkey assemble() {
		try {
			MethodHandles.lookup().ensureInitialized(Latchkey.class);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("The front door is public", ex);
		}
		return Objects.requireNonNull(assembly).apply(this);
	}

}
