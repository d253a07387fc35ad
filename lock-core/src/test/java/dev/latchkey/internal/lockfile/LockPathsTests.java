package dev.latchkey.internal.lockfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LockPathsTests {

	@TempDir
	Path directory;

	@Test
	void behindALinkTheParentIsThatOfWhatItLeadsTo() throws IOException {
		Path sub = Files.createDirectories(this.directory.resolve("real/sub"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), sub);
		Path real = this.directory.toRealPath();
		assertThat(LockPaths.absolute(link.resolve("../job"))).isEqualTo(real.resolve("real/job"));
		assertThat(LockPaths.absolute(link.resolve("job"))).isEqualTo(link.resolve("job"));
		assertThat(LockPaths.absolute(link.resolve("./.././sub/../job"))).isEqualTo(real.resolve("real/job"));
	}

	@Test
	void whatDoesNotExistIsTakenAsItIsWritten() {
		assertThat(LockPaths.absolute(this.directory.resolve("none/../job"))).isEqualTo(this.directory.resolve("job"));
		assertThat(LockPaths.absolute(Path.of("/../../job"))).isEqualTo(Path.of("/job"));
		assertThat(LockPaths.absolute(Path.of("job"))).isEqualTo(Path.of("job").toAbsolutePath());
		assertThat(LockPaths.absolute(Path.of(""))).isEqualTo(Path.of("").toAbsolutePath());
	}

}
