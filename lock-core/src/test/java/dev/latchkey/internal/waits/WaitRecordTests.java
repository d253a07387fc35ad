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

package dev.latchkey.internal.waits;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.platform.ProcessIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitRecord}.
 */
class WaitRecordTests {

	private static final ProcessIdentity SELF = new ProcessIdentity(42, 7, "boot", 4026531836L, "host");

	private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.123456Z");

	@Test
	void whatIsWrittenIsRead() {
		RecordedWait full = new RecordedWait(
				new LockId(LockType.HELD_FILE, "job.held", Path.of("/locks/a b\tc\nd%.held")), TIME,
				TIME.plusSeconds(5), "thread 1", "Jobs.run(String)", List.of(Path.of("/locks/ü"), Path.of("/locks/-")));
		RecordedWait bare = new RecordedWait(new LockId(LockType.CLAIM, "key", Path.of("/locks/key.lock")), TIME, null,
				null, null, List.of());
		WaitRecord record = WaitRecord.parse(WaitRecord.format(SELF, List.of(full, bare)));
		assertThat(record).isEqualTo(new WaitRecord(42, 4026531836L, List.of(full, bare)));
	}

	@Test
	void theTextIsAsDocumented() {
		RecordedWait wait = new RecordedWait(new LockId(LockType.HELD_FILE, "job.held", Path.of("/l/job.held")), TIME,
				null, "main", null, List.of(Path.of("/l/other.held")));
		assertThat(new String(WaitRecord.format(SELF, List.of(wait)), StandardCharsets.UTF_8)).isEqualTo("""
				latchkey-waits\t1\t42\t4026531836
				wait\theld-file\tjob.held\t%2Fl%2Fjob.held\t1770091506123456\t\tmain\t\t%2Fl%2Fother.held
				""");
	}

	@Test
	void linesOfALaterVersionAreLeftOut() {
		String text = "latchkey-waits\t1\t42\t1\tmore\nhope\tfor\tthe\tbest\n";
		assertThat(WaitRecord.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(new WaitRecord(42, 1, List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "latchkey-waits", "latchkey-waits\t2\t42\t1\n", "latchkey-waits\t1\tx\t1\n",
			"latchkey-waits\t1\t42\t1\nwait\n", "latchkey-waits\t1\t42\t1\nwait\tnone\tn\t%2Fl\t1\t\t\t\n",
			"latchkey-waits\t1\t42\t1\nwait\tclaim\tn\t%zz\t1\t\t\t\n",
			"latchkey-waits\t1\t42\t1\nwait\tclaim\tn\t%2Fl\t\t\t\t\n",
			"latchkey-waits\t1\t42\t1\nwait\tclaim\tn\t%00\t1\t\t\t\n" })
	void whatIsNoNoticeIsNotRead(String text) {
		assertThat(WaitRecord.parse(text.getBytes(StandardCharsets.UTF_8))).isNull();
	}

}
