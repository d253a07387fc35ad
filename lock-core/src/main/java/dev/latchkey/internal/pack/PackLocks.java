package dev.latchkey.internal.pack;

import java.nio.file.Path;

import dev.latchkey.LockFileException;
import dev.latchkey.LockTier;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;

/**
 * The locks around packs. A pack is a directory, with or without a manifest, on which at
 * most one process of the machine works at a time, and within it one {@link PackHold}.
 *
 * <p>
 * Each lock stands on its {@link LockTier}. All methods of this class only name a lock:
 * nothing is opened, made or locked before one is acquired. The files that are locked
 * stay when the lock is released, and the last used ones of them stay open for the next
 * acquisition until these locks are closed.
 */
public final class PackLocks implements AutoCloseable {

	/** The name of a pack's lock file, unless another is chosen. */
	public static final String FILE_NAME = ".grex-lock";

	private final LockRuntime runtime;

	private final IdleFiles<PackFiles> cache;

	private final String fileName;

	private final boolean ownsRuntime;

	/**
	 * Create locks with the default runtime and file name.
	 */
	public PackLocks() {
		this(LockRuntime.builder().build(), FILE_NAME, true);
	}

	/**
	 * Create locks.
	 * @param runtime the runtime
	 * @param fileName the name of each pack's lock file, {@value #FILE_NAME} for all
	 * programs that speak the protocol
	 */
	public PackLocks(LockRuntime runtime, String fileName) {
		this(runtime, fileName, false);
	}

	private PackLocks(LockRuntime runtime, String fileName, boolean ownsRuntime) {
		if (fileName.isEmpty() || fileName.contains("/") || fileName.equals(".") || fileName.equals("..")) {
			throw new IllegalArgumentException("The name of a pack's lock file cannot be '" + fileName + "'");
		}
		this.runtime = runtime;
		this.cache = new IdleFiles<>(runtime);
		this.fileName = fileName;
		this.ownsRuntime = ownsRuntime;
	}

	/**
	 * Return the lock of a pack: {@code <pack>/.grex-lock}, on the tier
	 * {@link LockTier#PER_PACK}.
	 * @param packDirectory the pack, which must exist when the lock is acquired; links
	 * are followed
	 * @return the lock
	 */
	public PackLock open(Path packDirectory) {
		return lock(new LockPlace(packDirectory, "", this.fileName), LockTier.PER_PACK, LockMode.ALONE);
	}

	/**
	 * Let git ignore the lock file of a pack: its name is written into a block of the
	 * pack's {@code .gitignore}, which is made if it is missing. What else the file has
	 * is kept, and a name that the block has already is not written again.
	 *
	 * <p>
	 * Call it while the pack is locked: of two changes at the same moment one is lost.
	 * @param packDirectory the pack, which must exist
	 * @return whether the file was changed
	 * @throws LockFileException if the file cannot be read or changed
	 */
	public boolean addToGitIgnore(Path packDirectory) {
		return new GitIgnoreBlock(packDirectory.resolve(".gitignore")).add(this.fileName);
	}

	/**
	 * Return the lock of a whole workspace: {@code <workspace>/.grex.sync.lock}, on the
	 * tier {@link LockTier#WORKSPACE_SYNC}.
	 * @param workspace the workspace's directory, which must exist when the lock is
	 * acquired; links are followed
	 * @return the lock
	 */
	public PackLock workspace(Path workspace) {
		return lock(new LockPlace(workspace, "", ".grex.sync.lock"), LockTier.WORKSPACE_SYNC, LockMode.ALONE);
	}

	/**
	 * Return the lock of a directory that is cloned, fetched or wiped:
	 * {@code <destination>.grex-backend.lock}, on the tier {@link LockTier#BACKEND}. It
	 * is beside the destination, which need not exist.
	 * @param destination the directory; only the one that it is in must exist. Links on
	 * the way are followed, but the destination is locked by the name that it is given
	 * @return the lock
	 */
	public PackLock backend(Path destination) {
		Path name = destination.getFileName();
		if (name == null || name.toString().isEmpty() || name.toString().equals(".") || name.toString().equals("..")) {
			throw new IllegalArgumentException("The destination '" + destination + "' has no name of its own");
		}
		return lock(LockPlace.beside(destination, ".grex-backend.lock"), LockTier.BACKEND, LockMode.ALONE);
	}

	/**
	 * Return the locks of a workspace's manifest:
	 * {@code <workspace>/.grex/events.jsonl.lock}, on the tier {@link LockTier#MANIFEST}.
	 * @param workspace the workspace's directory, which must exist when a lock is
	 * acquired; {@code .grex} is made in it
	 * @return the locks
	 */
	public ManifestLocks manifest(Path workspace) {
		LockPlace place = new LockPlace(workspace, ".grex", "events.jsonl.lock");
		return new ManifestLocks(lock(place, LockTier.MANIFEST, LockMode.SHARED),
				lock(place, LockTier.MANIFEST, LockMode.AMONG_SHARERS));
	}

	/**
	 * Closes the files that are kept open for the next acquisition, and the runtime if it
	 * is the default one. Locks that are held stay held, and waits go on. These locks may
	 * still be used, but keep no files open any more.
	 */
	@Override
	public void close() {
		this.cache.close();
		if (this.ownsRuntime) {
			this.runtime.close();
		}
	}

	private PackLock lock(LockPlace place, LockTier tier, LockMode mode) {
		return new PackLock(this.runtime, this.cache, place, tier, mode);
	}

}
