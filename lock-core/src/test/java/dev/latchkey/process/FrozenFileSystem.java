package dev.latchkey.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A filesystem on which all that writes hangs until it is thawed.
 */
public final class FrozenFileSystem implements AutoCloseable {

	private final Path directory;

	private FrozenFileSystem(Path directory) {
		this.directory = directory;
	}

	/**
	 * Mount a filesystem that can be frozen, or skip the calling test where that is not
	 * allowed.
	 * @param image the file that it is in, which is made
	 * @param directory where
	 * @return the mounted filesystem
	 */
	public static FrozenFileSystem mount(Path image, Path directory) throws IOException {
		Requirement.FREEZE.require();
		try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
			file.setLength(4 * 1024 * 1024);
		}
		must("mkfs.ext4", "-q", "-F", image.toString());
		must("mount", "-o", "loop", image.toString(), directory.toString());
		return new FrozenFileSystem(directory);
	}

	public void freeze() {
		must("fsfreeze", "--freeze", this.directory.toString());
	}

	public void thaw() {
		must("fsfreeze", "--unfreeze", this.directory.toString());
	}

	private static void must(String... command) {
		if (!Requirement.run(command)) {
			throw new AssertionError("This failed: " + String.join(" ", command));
		}
	}

	@Override
	public void close() {
		must("umount", "--lazy", this.directory.toString());
	}

}
