package dev.latchkey.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes paths absolute as the system understands them: behind a link, {@code ..} leads
 * elsewhere than the text says.
 */
public final class LockPaths {

	private LockPaths() {
	}

	/**
	 * Make a path absolute, without {@code .} and {@code ..} in it.
	 * @param path a path, whose end need not exist
	 * @return the absolute path; links are followed only where {@code ..} comes after
	 * them
	 */
	public static Path absolute(Path path) {
		Path given = path.toAbsolutePath();
		Path root = given.getRoot();
		Path absolute = root;
		for (Path name : given) {
			switch (name.toString()) {
				case "", "." -> {
				}
				case ".." -> {
					Path parent = real(absolute).getParent();
					absolute = (parent != null) ? parent : root;
				}
				default -> absolute = absolute.resolve(name);
			}
		}
		return absolute;
	}

	/** What does not exist has no links in it. */
	private static Path real(Path directory) {
		try {
			return directory.toRealPath();
		}
		catch (IOException ex) {
			return directory;
		}
	}

}
