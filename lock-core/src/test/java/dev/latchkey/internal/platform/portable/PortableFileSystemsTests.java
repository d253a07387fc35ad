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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.internal.platform.FileSystemType;

import static org.assertj.core.api.Assertions.assertThat;

class PortableFileSystemsTests {

	private static final Map<String, WindowsDrive> DRIVES = Map.of("C:\\", WindowsDrive.LOCAL, "N:\\",
			WindowsDrive.REMOTE, "U:\\", WindowsDrive.UNKNOWN);

	@ParameterizedTest
	@ValueSource(strings = { "apfs", "hfs", "ext4", "zfs" })
	void aFilesystemOfThisMachineIsLocal(String name) {
		assertThat(type("/", name)).isEqualTo(new FileSystemType(name, true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nfs", "smbfs", "afpfs", "webdav", "macfuse", "osxfuse", "fuse", "msdos", "new", "" })
	void anyOtherIsNot(String name) {
		assertThat(type("/", name)).isEqualTo(new FileSystemType(name, false));
	}

	@ParameterizedTest
	@CsvSource({ "C:\\, NTFS, NTFS, true", "C:\\, ReFS, ReFS, true", "C:\\, FAT32, FAT32, false",
			"N:\\, NTFS, the network drive N:\\, false", "U:\\, NTFS, the drive U:\\, false",
			"\\\\server\\share\\, NTFS, the network share \\\\server\\share\\, false",
			"\\\\wsl$\\Debian\\, 9P, the network share \\\\wsl$\\Debian\\, false" })
	void onWindowsTheRootDecidesFirst(String root, String name, String described, boolean local) {
		assertThat(type(root, name)).isEqualTo(new FileSystemType(described, local));
	}

	@ParameterizedTest
	@CsvSource({ "0, UNKNOWN", "1, UNKNOWN", "2, LOCAL", "3, LOCAL", "4, REMOTE", "5, UNKNOWN", "6, LOCAL" })
	void aDriveIsWhatWindowsCallsIt(int answer, WindowsDrive drive) {
		assertThat(WindowsDrive.ofType(answer)).isEqualTo(drive);
	}

	@Test
	void aDriveIsUnknownWhereWindowsCannotBeAsked() {
		assertThat(WindowsDrive.of("D:\\")).isEqualTo(WindowsDrive.UNKNOWN);
	}

	@Test
	void aDirectoryOfThisMachineIsKnown(@TempDir Path directory) throws IOException {
		assertThat(PortableFileSystems.of(directory).local()).isTrue();
	}

	private static FileSystemType type(String root, String name) {
		return PortableFileSystems.of(root, name, DRIVES::get);
	}

}
