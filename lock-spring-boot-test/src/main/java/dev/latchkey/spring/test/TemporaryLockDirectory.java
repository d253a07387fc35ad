package dev.latchkey.spring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.FileSystemUtils;

/**
 * A lock directory that lasts as long as its context.
 */
final class TemporaryLockDirectory implements DisposableBean {

	private final Path path;

	TemporaryLockDirectory() {
		try {
			this.path = Files.createTempDirectory("latchkey-test-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path path() {
		return this.path;
	}

	@Override
	public void destroy() throws IOException {
		FileSystemUtils.deleteRecursively(this.path);
	}

}
