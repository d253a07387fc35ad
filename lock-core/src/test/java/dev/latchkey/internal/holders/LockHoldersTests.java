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

package dev.latchkey.internal.holders;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.LockTable;

import static org.assertj.core.api.Assertions.assertThat;

class LockHoldersTests {

	private static final int LOCKS = 2000;

	/** The process is looked at once: that takes several system calls. */
	@Test
	void theHolderOfManyListedFilesIsTheSameObject() {
		long pid = ProcessHandle.current().parent().orElseThrow().pid();
		List<LockTable.Row> rows = LongStream.range(0, LOCKS)
			.mapToObj((inode) -> new LockTable.Row(LockTable.Mode.EXCLUSIVE, pid, 1, inode))
			.toList();
		try (LockRuntime runtime = FaultyCalls.runtimeWithLockTable(() -> new LockTable(rows))) {
			LockHolders holders = new LockHolders(runtime);
			LockHolder first = only(holders.ofListed(Path.of("/0"), 1, 0));
			assertThat(first.pid()).isEqualTo(pid);
			assertThat(first.confidence()).isEqualTo(Confidence.SELF_REPORTED);
			assertThat(only(holders.ofListed(Path.of("/1"), 1, 1))).isSameAs(first);
		}
	}

	private static LockHolder only(List<LockHolder> holders) {
		assertThat(holders).hasSize(1);
		return holders.get(0);
	}

}
