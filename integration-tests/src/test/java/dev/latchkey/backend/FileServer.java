package dev.latchkey.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * The lock directory. It goes away as others do when its filesystem does: what was there
 * cannot be reached any more.
 */
final class FileServer implements Server {

	private final Path parent;

	private final Path locks;

	FileServer() {
		try {
			this.parent = Files.createTempDirectory("latchkey-files");
			this.locks = this.parent.resolve("locks");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("backend", "file", "latchkey.backend", "files", "latchkey.directory", this.locks.toString());
	}

	@Override
	public void goAway() {
		move(this.locks, away());
		try {
			Path unused = Files.createFile(this.locks);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void comeBack() {
		try {
			Files.delete(this.locks);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		move(away(), this.locks);
	}

	private Path away() {
		return this.parent.resolve("away");
	}

	private static void move(Path from, Path to) {
		try {
			Path unused = Files.move(from, to);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			boolean unused = FileSystemUtils.deleteRecursively(this.parent);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
