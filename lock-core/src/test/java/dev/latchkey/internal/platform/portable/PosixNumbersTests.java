/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.internal.platform.portable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The numbers of each system, against its headers.
 */
class PosixNumbersTests {

	private static final int MODE = 0100640;

	private final ByteBuffer bytes = ByteBuffer.allocate(StatLayout.ROOM).order(ByteOrder.LITTLE_ENDIAN);

	private final FileStatus status = new FileStatus();

	PosixNumbersTests() {
		// What is read from a wrong place is wrong.
		while (this.bytes.hasRemaining()) {
			this.bytes.put((byte) 0x5a);
		}
	}

	@ParameterizedTest
	@CsvSource({ "aarch64, fstat", "x86_64, fstat$INODE64" })
	void macOs(String processor, String fstat) {
		PosixNumbers numbers = PosixNumbers.of("Mac OS X", processor);
		this.bytes.putInt(0, 16777234).putShort(4, (short) MODE).putShort(6, (short) 1).putLong(8, 1234567890123L);
		this.bytes.putInt(16, 501).putLong(48, 1_700_000_000).putLong(56, 123_456_789).putLong(96, 256);
		numbers.stat().read(this.bytes, this.status);
		assertThatTheFileIs(16777234, 501);
		assertThat(numbers.fstat()).isEqualTo(fstat);
		assertThat(numbers.openFlags()).isEqualTo(0x1000104);
	}

	@Test
	void aDeviceOfMacOsHasTheSignThatTheJdkGivesIt() {
		this.bytes.putInt(0, -5);
		PosixNumbers.of("Mac OS X", "aarch64").stat().read(this.bytes, this.status);
		assertThat(this.status.device()).isEqualTo(-5);
	}

	@ParameterizedTest
	@CsvSource({ "amd64, 88, 02404000", "x86_64, 88, 02404000", "ppc64le, 88, 02104000", "s390x, 72, 02404000" })
	void linuxWithLongNumbersOfLinks(String processor, int modified, String flags) {
		if (processor.equals("s390x")) {
			this.bytes.order(ByteOrder.BIG_ENDIAN);
		}
		this.bytes.putLong(0, 0x10302).putLong(8, 1234567890123L).putLong(16, 1).putInt(24, MODE).putInt(28, 1000);
		this.bytes.putLong(48, 256).putLong(modified, 1_700_000_000).putLong(modified + 8, 123_456_789);
		assertThatLinuxReads(processor, flags);
	}

	@ParameterizedTest
	@CsvSource({ "aarch64, 02104000", "riscv64, 02404000", "loongarch64, 02404000" })
	void linuxWithShortNumbersOfLinks(String processor, String flags) {
		this.bytes.putLong(0, 0x10302).putLong(8, 1234567890123L).putInt(16, MODE).putInt(20, 1).putInt(24, 1000);
		this.bytes.putLong(48, 256).putLong(88, 1_700_000_000).putLong(96, 123_456_789);
		assertThatLinuxReads(processor, flags);
	}

	private void assertThatLinuxReads(String processor, String flags) {
		PosixNumbers numbers = PosixNumbers.of("Linux", processor);
		numbers.stat().read(this.bytes, this.status);
		assertThatTheFileIs(0x10302, 1000);
		assertThat(numbers.fstat()).isEqualTo("fstat");
		assertThat(numbers.openFlags()).isEqualTo(Integer.parseInt(flags, 8));
		assertThat(numbers.failure(35)).isEqualTo(-35);
		assertThat(Errno.EAGAIN.is(numbers.failure(11))).isTrue();
	}

	private void assertThatTheFileIs(long device, int user) {
		assertThat(this.status.device()).isEqualTo(device);
		assertThat(this.status.inode()).isEqualTo(1234567890123L);
		assertThat(this.status.isRegularFile()).isTrue();
		assertThat(this.status.permissions()).isEqualTo(0640);
		assertThat(this.status.links()).isEqualTo(1);
		assertThat(this.status.user()).isEqualTo(user);
		assertThat(this.status.size()).isEqualTo(256);
		assertThat(this.status.modifiedMicros()).isEqualTo(1_700_000_000_123_456L);
	}

	@ParameterizedTest
	@CsvSource({ "1, EPERM", "2, ENOENT", "4, EINTR", "5, EIO", "9, EBADF", "13, EACCES", "17, EEXIST", "20, ENOTDIR",
			"21, EISDIR", "22, EINVAL", "23, ENFILE", "24, EMFILE", "28, ENOSPC", "30, EROFS", "35, EAGAIN",
			"45, EOPNOTSUPP", "62, ELOOP", "63, ENAMETOOLONG", "69, EDQUOT", "70, ESTALE", "77, ENOLCK", "78, ENOSYS",
			"102, EOPNOTSUPP" })
	void errorsOfMacOsAreTranslated(int errno, Errno expected) {
		assertThat(PosixNumbers.of("Mac OS X", "aarch64").failure(errno)).isEqualTo(expected.result());
	}

	/** A deadlock, which flock never reports, has the number of a busy lock on Linux. */
	@Test
	void noOtherErrorOfMacOsIsABusyLock() {
		assertThat(Errno.EAGAIN.is(PosixNumbers.of("Mac OS X", "aarch64").failure(11))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Mac OS X, ppc", "Linux, mips64", "FreeBSD, amd64" })
	void aSystemWhoseNumbersAreNotKnownIsRefused(String system, String processor) {
		assertThatExceptionOfType(UnsupportedPlatformException.class)
			.isThrownBy(() -> PosixNumbers.of(system, processor))
			.withMessageContaining("'" + system + "' with the processor '" + processor + "'");
	}

}
