package dev.latchkey.internal.lockfile;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;

/**
 * A file that is replaced as a whole: whoever reads it sees the old content or the new,
 * also after a crash of the machine. One process at a time writes it.
 */
public final class AtomicFile {

	private final LockFileContext context;

	private final FileCalls files;

	private final NativePath path;

	private final NativePath temporary;

	private final NativePath directory;

	/**
	 * Name a file. Nothing is touched.
	 * @param context the configuration
	 * @param path the file, absolute
	 */
	public AtomicFile(LockFileContext context, Path path) {
		Path parent = path.getParent();
		if (parent == null) {
			throw new LockFileException(path, "is the root of the filesystem", 0, "Choose another path");
		}
		this.context = context;
		this.files = context.platform().files();
		this.path = NativePath.of(path);
		this.temporary = NativePath.of(path.resolveSibling("." + path.getFileName() + ".tmp"));
		this.directory = NativePath.of(parent);
	}

	/**
	 * Write the whole content.
	 * @param content the content
	 * @throws LockFileException if the system refuses; the old content stays then
	 */
	public void write(byte[] content) {
		this.context.directories().ensure(this.directory.path());
		try (OpenLockFile file = make()) {
			file.write(content, 0);
			file.sync();
		}
		LockFailures.require(this.files.renameOver(this.temporary, this.path), this.path, "cannot be replaced");
		syncNames();
	}

	private OpenLockFile make() {
		int number = create();
		if (Errno.EEXIST.is(number)) {
			// A writer that was killed has left it.
			LockFailures.requireRemoved(this.files.unlink(this.temporary), this.temporary);
			number = create();
		}
		LockFailures.require(number, this.temporary, "cannot be made");
		return OpenLockFile.adopt(this.context, this.temporary, number);
	}

	private int create() {
		return this.context.opener().create(this.temporary, this.context.filePermissions());
	}

	private void syncNames() {
		int names = this.context.opener().openToLook(this.directory);
		LockFailures.require(names, this.directory, "cannot be opened");
		int synced = this.files.sync(names);
		this.files.close(names);
		LockFailures.require(synced, this.directory, "cannot be written to its storage");
	}

	/**
	 * Read the content.
	 * @param longest how many bytes are read at the most
	 * @return the content, or {@code null} if there is no file
	 */
	public byte @Nullable [] read(int longest) {
		try (OpenLockFile file = OpenLockFile.openToLook(this.context, this.path)) {
			return (file != null) ? file.read(longest, 0) : null;
		}
	}

	/**
	 * Remove the file, if it is there.
	 */
	public void remove() {
		LockFailures.requireRemoved(this.files.unlink(this.path), this.path);
	}

}
