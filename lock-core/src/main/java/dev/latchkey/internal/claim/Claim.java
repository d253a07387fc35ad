package dev.latchkey.internal.claim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.spawn.ChildStarter;

/**
 * A claim that is held. It ends with {@link #close()} or with the death of the process;
 * an unreachable claim stays held.
 */
public final class Claim extends FileHold {

	private final ClaimFiles files;

	private final IdleFiles<ClaimFiles> cache;

	private final LockRuntime runtime;

	private volatile byte[] content;

	Claim(LockRuntime runtime, LockId id, long token, ClaimFiles files, IdleFiles<ClaimFiles> cache, byte[] content) {
		super(runtime, id, token, runtime.checkInterval().toNanos());
		this.runtime = runtime;
		this.files = files;
		this.cache = cache;
		this.content = content;
	}

	/**
	 * Return the content of the claim, as it was given last.
	 * @return a copy of the content
	 */
	public byte[] content() {
		return this.content.clone();
	}

	/**
	 * Replace the content. Who reads the claim meanwhile sees the old content or the new,
	 * never a mix; who looks at its state may see it being acquired. The claim stays ours
	 * all the time.
	 * @param bytes the content
	 * @throws LockLostException if the claim is not held any more
	 * @throws LockFileException if the content cannot be written, or cannot be announced
	 * because somebody else has locked the announce; the claim is still ours, is seen as
	 * being acquired, and the content can be changed again
	 */
	public void updateContent(byte[] bytes) {
		ClaimDirectory.requireShort(bytes);
		byte[] copy = bytes.clone();
		AtomicReference<TryOutcome> outcome = new AtomicReference<>(TryOutcome.MOVED);
		// Tells of a loss before anything else is told.
		whileHeld(() -> outcome.set(this.files.update(copy)));
		if (outcome.get() == TryOutcome.PROBED) {
			throw new LockHolders(this.runtime).sharedByOthers(this.files.announce().path());
		}
		if (outcome.get() == TryOutcome.BUSY) {
			throw new LockFileException(this.files.announce().path(),
					"was locked by somebody else while the content was changed", 0,
					"The claim is still ours: see who locks that file, and change the content again");
		}
		this.content = copy;
	}

	/**
	 * Start a child process that has the claim from then on, instead of this process. It
	 * lasts as long as the child, or longer: processes that the child starts keep the
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
	public Process transferTo(ProcessBuilder child) throws IOException {
		return giveAway(() -> {
			if (!this.files.isAnnounced()) {
				throw new IOException("The " + id() + " cannot be left to a child: its last change of content failed, "
						+ "and nobody could mend that afterwards. Change the content again first");
			}
			Process heir = new ChildStarter(this.runtime).start(child,
					List.of(this.files.gate().descriptor(), this.files.announce().descriptor()));
			this.files.close();
			return heir;
		});
	}

	/**
	 * Release the claim, as {@link #close()} does.
	 */
	public void release() {
		close();
	}

	@Override
	protected OpenLockFile lockedFile() {
		return this.files.gate().descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return this.files.lostName();
	}

	@Override
	protected void beat() {
		// The kernel tells that we live.
	}

	@Override
	protected void letGo() {
		boolean unlocked = false;
		try {
			this.files.unlock();
			unlocked = true;
			this.cache.put(this.files);
		}
		finally {
			if (!unlocked) {
				this.files.close();
			}
		}
	}

	@Override
	protected void abandon() {
		this.files.release();
	}

}
