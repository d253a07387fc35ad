package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process has open.
 */
final class OpenFiles {

	private OpenFiles() {
	}

	static Set<String> below(Path directory) throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.map(OpenFiles::target)
				.filter((target) -> target.startsWith(directory.toString()))
				.collect(Collectors.toSet());
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "(closed meanwhile)";
		}
	}

}
