package dev.latchkey.claim;

import java.io.IOException;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * A claim that is held, with content that others can read.
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
	 * @throws LockFileException if the content cannot be written, or cannot be announced
	 * because another program has locked the announce; the claim is still held, is seen
	 * as being acquired, and the content can be changed again
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
	 */
	Process transferTo(ProcessBuilder child) throws IOException;

}
