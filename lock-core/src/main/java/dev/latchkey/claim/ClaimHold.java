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

package dev.latchkey.claim;

import java.io.IOException;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.UnsupportedFeatureException;

/**
 * A claim that is held, with content that others can read.
 *
 * @since 0.1
 */
public interface ClaimHold extends LockHold {

	/**
	 * Returns the content of the claim, as it was given last.
	 * @return a copy of the content
	 */
	byte[] content();

	/**
	 * Replaces the content. A reader of the claim meanwhile gets the old content or the
	 * new, never a mix; an inspection may see the claim being acquired. The claim stays
	 * held all the time.
	 * @param content the content, at most {@link Claims#LONGEST_CONTENT} bytes
	 * @throws LockLostException if the claim is not held any more
	 * @throws LockFileException if the content cannot be written, or if another program
	 * has locked the second file of the claim ({@code <key>.live.lock}); the claim is
	 * still held, is seen as being acquired, and the content can be changed again
	 */
	void updateContent(byte[] content);

	/**
	 * Starts a child process that holds the claim from then on, instead of this process.
	 * It lasts as long as the child, or longer: processes that the child starts keep the
	 * claim too, unless they close the inherited descriptors 10 and 11, which some shells
	 * cannot: dash knows descriptors of one digit only. It survives the death of this
	 * process.
	 *
	 * <p>
	 * The child has the standard descriptors and those two, and no other. All else is as
	 * the builder says.
	 * @param child what to start
	 * @return the running child; a thread of this process awaits its end, so it leaves no
	 * zombie
	 * @throws IOException if it cannot be started; the claim stays here then
	 * @throws LockLostException if the claim is not held any more
	 * @throws UnsupportedFeatureException if children of this system inherit no locks;
	 * the claim stays here then
	 */
	Process transferTo(ProcessBuilder child) throws IOException;

}
