package dev.latchkey.pack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockKind;
import dev.latchkey.file.LockRuntime;

/**
 * Where a lock file is: in a directory that somebody has named, in some way. Whatever
 * way, the same directory gives the same path, by which this JVM queues.
 *
 * <p>
 * Looking a path up takes as long as acquiring the lock; so the answer is kept, and only
 * asked whether it is still right.
 */
final class LockPlace {

	private final Path given;

	private final String subdirectory;

	private final String fileName;

	private final String name;

	private volatile @Nullable Found found;

	/**
	 * Create a place.
	 * @param directory the directory that must exist
	 * @param subdirectory a directory in it that is made if it is missing, or empty
	 * @param fileName the name of the lock file
	 */
	LockPlace(Path directory, String subdirectory, String fileName) {
		this(directory, subdirectory, fileName, "");
	}

	private LockPlace(Path directory, String subdirectory, String fileName, String name) {
		// Not normalized: behind a link, ".." leads elsewhere than the text says.
		this.given = directory.toAbsolutePath();
		this.subdirectory = subdirectory;
		this.fileName = fileName;
		this.name = name;
	}

	/**
	 * Create the place of a lock that is beside what it protects.
	 * @param path what it protects, which need not exist; the directory that it is in
	 * must
	 * @param suffix what follows its name in the name of the lock file
	 * @return the place
	 */
	static LockPlace beside(Path path, String suffix) {
		String name = String.valueOf(path.getFileName());
		return new LockPlace(path.toAbsolutePath().resolveSibling(""), "", name + suffix, name);
	}

	/**
	 * Find the lock.
	 * @param runtime the runtime, which says what directories are allowed
	 * @return the lock, by its real path
	 * @throws LockFileException if there is no such directory, or it is not allowed
	 */
	LockId find(LockRuntime runtime) {
		try {
			Path directory = canonical();
			String shown = this.name.isEmpty() ? String.valueOf(directory.getFileName()) : this.name;
			if (!this.subdirectory.isEmpty()) {
				directory = madeIn(directory);
			}
			runtime.directories().ensureExisting(directory);
			return new LockId(LockKind.PACK, shown, directory.resolve(this.fileName));
		}
		catch (IOException ex) {
			// It says better what is wrong.
			runtime.directories().requireExisting(this.given.normalize());
			throw new LockFileException(this.given, "cannot be looked up: " + ex, 0,
					"Check that each directory of the path can be searched");
		}
	}

	private Path canonical() throws IOException {
		Object identity = identity(this.given);
		Found last = this.found;
		if (last != null && last.identity.equals(identity) && identity.equals(identityIfThere(last.path))) {
			return last.path;
		}
		Path path = CanonicalCase.of(this.given.toRealPath());
		this.found = new Found(path, identity);
		return path;
	}

	private static Object identity(Path path) throws IOException {
		Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
		return (key != null) ? key : path;
	}

	private static @Nullable Object identityIfThere(Path path) {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private Path madeIn(Path directory) throws IOException {
		Path made = directory.resolve(this.subdirectory);
		if (!Files.exists(made)) {
			try {
				return Files.createDirectory(made).toRealPath();
			}
			catch (FileAlreadyExistsException ex) {
				// Somebody else was first.
			}
		}
		return made.toRealPath();
	}

	private record Found(Path path, Object identity) {
	}

}
