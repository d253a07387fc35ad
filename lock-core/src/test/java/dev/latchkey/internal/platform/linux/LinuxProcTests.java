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

package dev.latchkey.internal.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.ProcessDescription;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.platforms.Platforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LinuxProcTests {

	private static final String LOCKS = """
			1: POSIX  ADVISORY  WRITE 812 fe:00:99 0 EOF
			2: FLOCK  ADVISORY  WRITE 3974 fe:00:2146994 0 EOF
			2: -> FLOCK  ADVISORY  WRITE 3980 fe:00:2146994 0 EOF
			2: -> FLOCK  ADVISORY  WRITE 3981 fe:00:2146994 0 EOF
			3: FLOCK  ADVISORY  READ  77 00:1b:5 0 EOF
			4: OFDLCK ADVISORY  READ -1 00:06:1039 0 EOF
			""";

	@Test
	void theLockTableTellsHoldersSharersAndWaiters() {
		LockTable table = LinuxLockTable.parse(LOCKS.getBytes(StandardCharsets.US_ASCII));
		long disk = LinuxDevice.encode(0xfe, 0);
		assertThat(table.holders(disk, 2146994)).containsExactly(3974L);
		assertThat(table.waiters(disk, 2146994)).containsExactly(3980L, 3981L);
		assertThat(table.sharers(LinuxDevice.encode(0, 0x1b), 5)).containsExactly(77L);
		assertThat(table.holders(disk, 99)).isEmpty();
		assertThat(table.holders(LinuxDevice.encode(0, 0x1b), 2146994)).isEmpty();
	}

	@Test
	void aNameMayContainParenthesesAndSpaces() {
		LinuxStat stat = LinuxStat
			.parse("42 (a) b (c) S 1 42 42 0 -1 4194560 5 6 7 8 9 10 11 12 13 14 15 16 123456 18 19");
		assertThat(stat).isEqualTo(new LinuxStat("a) b (c", 'S', 123456, false));
	}

	@Test
	void aProcessThatIsDeadAndNotReapedIsDying() throws IOException {
		ProcessCalls processes = Platforms.current().processes();
		Process parent = new ProcessBuilder("sh", "-c",
				"sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done' & echo $!; exec sleep 60")
			.start();
		try {
			long zombie = Long.parseLong(parent.inputReader().readLine());
			await().until(() -> processes.isDying(zombie));
			assertThat(processes.describe(zombie)).isNotNull();
			assertThat(processes.isDying(parent.pid())).isFalse();
		}
		finally {
			parent.destroyForcibly();
		}
		await().until(() -> processes.isDying(parent.pid()));
	}

	@Test
	void thisProcessIsDescribed() {
		ProcessIdentity self = Platforms.current().processes().self();
		assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(self.bootId()).hasSize(36);
		assertThat(self.pidNamespace()).isPositive();
		ProcessDescription description = Platforms.current().processes().describe(self.pid());
		assertThat(description).isNotNull();
		assertThat(description.startTicks()).isEqualTo(self.startTicks());
		assertThat(description.executable()).endsWith("java");
		assertThat(description.commandLine()).contains("java ");
		assertThat(description.startedAt()).isNotNull();
	}

	@Test
	void aLongClassPathIsLeftOutOfACommandLine() {
		String path = "/some/library.jar:".repeat(20);
		assertThat(JavaCommandLine.readable(List.of("/bin/java", "-cp", path, "Main", "-cp", "short", path)))
			.isEqualTo("/bin/java -cp ... Main -cp short " + path);
		assertThat(JavaCommandLine.readable(List.of("/bin/java", "--class-path=" + path, "Main", "x=" + path)))
			.isEqualTo("/bin/java --class-path=... Main x=" + path);
	}

	@Test
	void aProcessThatDoesNotExistIsNotDescribed() {
		assertThat(Platforms.current().processes().describe(Integer.MAX_VALUE)).isNull();
	}

}
