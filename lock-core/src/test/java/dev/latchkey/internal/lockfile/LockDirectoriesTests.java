package dev.latchkey.internal.lockfile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockDirectoriesTests {

	@TempDir
	Path directory;

	private final FaultyCalls calls = new FaultyCalls("mayWrite"::equals, Errno.EACCES);

	private final LockRuntime anotherUser = this.calls.runtime(LockListener.NONE);

	@BeforeEach
	void refuse() {
		this.calls.failAlways();
	}

	@Test
	void aPrivateDirectoryOfAnotherUserIsCalledThatAndSharedIsMentioned() throws Exception {
		permit("rwx------");
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.anotherUser.directories().require(this.directory))
			.withMessageContaining("is for its owner only (permissions 700), and this process runs as another user")
			.withMessageContaining("latchkey.shared=true")
			.withMessageContaining("chmod -R g+rwX '" + this.directory + "'");
	}

	@Test
	void whoSharesAPrivateDirectoryOfAnotherUserIsToldHowToOpenIt() throws Exception {
		permit("rwx------");
		LockRuntime sharing = LockRuntime.builder(this.anotherUser.platform()).shared(true).build();
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> sharing.directories().require(this.directory))
			.satisfies((ex) -> assertThat(ex.remedy()).startsWith("Let its owner open it to the group"));
	}

	@Test
	void anotherDirectoryThatCannotBeWrittenIsCalledThat() throws Exception {
		permit("rwxr-x---");
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.anotherUser.directories().require(this.directory))
			.withMessageContaining("is a lock directory that cannot be written");
	}

	private void permit(String permissions) throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
	}

}
