package dev.latchkey.file;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.latchkey.LockFileException;

/**
 * What tells one kind of lock with a published file from another: what is in the file,
 * and what a file means that somebody else has left. An object serves one acquisition.
 *
 * @param <H> the kind of hold
 */
public interface PublishedKind<H extends PublishedHold> {

	/**
	 * Return the size of the longest content.
	 * @return the size in bytes
	 */
	int longest();

	/**
	 * Write what our file says, right before it is published.
	 * @param token the fencing token
	 * @return the whole content
	 */
	byte[] content(long token);

	/**
	 * Tell whether it is the file's owner who has it locked, if somebody has: then its
	 * lock can be waited for.
	 * @param content what the file says, at most one byte more than the longest content
	 * @return whether it is the owner
	 */
	boolean isLockedByOwner(byte[] content);

	/**
	 * Judge a file that nobody has locked.
	 * @param content what the file says, at most one byte more than the longest content
	 * @param age the time since it was changed, by its filesystem's clock
	 * @return what it means
	 * @throws LockFileException if it is no file of this kind, and must be left alone
	 */
	Judgement judge(byte[] content, Supplier<Duration> age);

	/**
	 * Find the process that has the lock although nobody has the file locked.
	 * @param content what the file says, at most one byte more than the longest content
	 * @return the process of this machine that the file names, if it may have the lock
	 */
	OptionalLong announced(byte[] content);

	/**
	 * Begin a hold.
	 * @param name the name that was taken
	 * @param file our file, which has the name
	 * @return the hold
	 */
	H hold(PublishedName name, LockDescriptor file);

	/**
	 * What a file means that nobody has locked.
	 */
	enum Judgement {

		/** Its owner is dead, and nobody else can want the name meanwhile. */
		DEAD,
		/**
		 * It is too old. Programs that know no mutex may think so too, so it is exchanged
		 * in one step, and looked at again.
		 */
		STALE,
		/** Its owner may live. */
		ALIVE

	}

}
