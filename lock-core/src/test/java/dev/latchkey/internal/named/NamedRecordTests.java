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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.platform.ProcessIdentity;

import static org.assertj.core.api.Assertions.assertThat;

class NamedRecordTests {

	private static final ProcessIdentity SELF = new ProcessIdentity(4242, 77, "boot-1", 4_026_531_836L, "build host");

	private static final long TIME = 1_795_165_643_123_456L;

	private static final long NOT_BEFORE = 8_106_512_843_123_456L;

	private final byte[] golden = golden();

	private final byte[] bytes = Arrays.copyOf("LATCHKY1".getBytes(StandardCharsets.US_ASCII), NamedRecord.SIZE);

	private final NamedRecord record = new NamedRecord(new InMemory(this.bytes));

	private final ByteBuffer content = ByteBuffer.wrap(this.bytes).order(ByteOrder.LITTLE_ENDIAN);

	private static byte[] golden() {
		try {
			String hex = Files.readString(Path.of("src/test/resources/vectors/named-record.hex"));
			return HexFormat.of().parseHex(hex.replace("\n", ""));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void theRecordOfAHoldIsTheGoldenOne() {
		this.record.begin(SELF, TIME, TIME, 30_000, NOT_BEFORE);
		assertThat(NamedTimes.ageNanos(this.record)).isBetween(0L, TimeUnit.MINUTES.toNanos(1));
		putGoldenBeat();
		assertThat(this.bytes).isEqualTo(this.golden);
	}

	@Test
	void theGoldenRecordIsRead() {
		NamedRecord read = new NamedRecord(new InMemory(this.golden));
		assertThat(read.isRecord()).isTrue();
		assertThat(read.mark()).isZero();
		assertThat(read.token()).isEqualTo(TIME);
		assertThat(read.since()).isEqualTo(TIME);
		assertThat(read.used()).isEqualTo(TIME);
		assertThat(read.lastBeat()).isEqualTo(123_456_789_012L);
		assertThat(read.staleAfterMillis()).isEqualTo(30_000);
		assertThat(read.notBefore()).isEqualTo(8_106_512_843_123_456L);
		assertThat(read.pid()).isEqualTo(4242);
		assertThat(read.pidNamespace()).isEqualTo(4_026_531_836L);
	}

	@Test
	void theEndOfAHoldChangesOneNumber() {
		this.record.begin(SELF, TIME, TIME, 30_000, NOT_BEFORE);
		putGoldenBeat();
		this.record.end();
		assertThat(this.record.since()).isZero();
		Arrays.fill(this.golden, RecordFile.SINCE, RecordFile.SINCE + Long.BYTES, (byte) 0);
		assertThat(this.bytes).isEqualTo(this.golden);
	}

	@Test
	void theNextHolderLeavesNothingOfTheFormerOne() {
		this.record.begin(new ProcessIdentity(1, 2, "boot-1", 3, "a much longer name of a machine"), TIME, TIME, 30_000,
				NOT_BEFORE);
		this.record.begin(SELF, TIME, TIME, 30_000, NOT_BEFORE);
		putGoldenBeat();
		assertThat(this.bytes).isEqualTo(this.golden);
	}

	@Test
	void aHoldWithoutANotBeforeTimeLeavesTheFormerOne() {
		this.record.begin(SELF, TIME, TIME, 30_000, NOT_BEFORE);
		this.record.begin(SELF, TIME + 1, TIME + 1, 30_000, 0);
		assertThat(this.record.notBefore()).isEqualTo(NOT_BEFORE);
	}

	@Test
	void theMarkIsLeftToTheBreaker() {
		this.record.mark(5);
		this.record.begin(SELF, TIME, TIME, 30_000, NOT_BEFORE);
		this.record.showLife();
		this.record.end();
		assertThat(this.record.mark()).isEqualTo(5);
		this.record.unmark();
		assertThat(this.record.mark()).isZero();
		this.record.mark(0);
		assertThat(this.record.mark()).as("a holder without a token can be marked").isNotZero();
	}

	@Test
	void aHostNameThatIsTooLongIsCut() {
		this.record.begin(new ProcessIdentity(1, 2, "boot-1", 3, "h".repeat(1000)), TIME, TIME, 30_000, NOT_BEFORE);
		assertThat(this.bytes).hasSize(NamedRecord.SIZE).endsWith((byte) 'h');
	}

	@Test
	void eachBeginningOfARecordIsIncomplete() {
		for (int length = 0; length < NamedRecord.SIZE; length++) {
			assertThat(NamedRecord.isIncomplete(Arrays.copyOf(this.golden, length))).as("%d bytes", length).isTrue();
		}
		assertThat(NamedRecord.isIncomplete(this.golden)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8, 255, 256 })
	void zerosOfNoMoreThanARecordAreIncomplete(int length) {
		assertThat(NamedRecord.isIncomplete(new byte[length])).isTrue();
	}

	@Test
	void aMarkAndATokenMayBeThereBeforeTheRecordIsComplete() {
		byte[] content = new byte[NamedRecord.SIZE];
		Arrays.fill(content, RecordFile.MARK, RecordFile.SINCE - 2, (byte) 1);
		assertThat(NamedRecord.isIncomplete(content)).isTrue();
		assertThat(NamedRecord.incompleteToken(content)).isEqualTo(0x0000_0101_0101_0101L);
		content[RecordFile.SINCE] = 1;
		assertThat(NamedRecord.isIncomplete(content)).isFalse();
	}

	@Test
	void theTokenOfARecordThatWasCutIsRead() {
		assertThat(NamedRecord.incompleteToken(Arrays.copyOf(this.golden, 24))).isEqualTo(TIME);
		assertThat(NamedRecord.incompleteToken(Arrays.copyOf(this.golden, 23))).isZero();
		Arrays.fill(this.golden, RecordFile.TOKEN, RecordFile.SINCE, (byte) 0xff);
		assertThat(NamedRecord.incompleteToken(this.golden)).isZero();
	}

	@Test
	void moreZerosThanARecordHasAreForeign() {
		assertThat(NamedRecord.isIncomplete(new byte[NamedRecord.SIZE + 1])).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "4242\n", "precious data", "LATCHKEX", "latchkey1", " " })
	void otherContentIsForeign(String content) {
		byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
		assertThat(NamedRecord.isIncomplete(bytes)).isFalse();
		assertThat(new NamedRecord(new InMemory(Arrays.copyOf(bytes, NamedRecord.SIZE))).isRecord()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, 32_503_680_000_000_001L, -1, Long.MIN_VALUE, 0 })
	void anImplausibleTimeIsNone(long garbage) {
		assertThat(FencingToken.plausible(garbage)).isZero();
	}

	@Test
	void aHeartbeatFromAnotherStartOfTheMachineIsNotOld() {
		this.record.begin(SELF, TIME, TIME, 30_000, NOT_BEFORE);
		this.content.putLong(RecordFile.BEAT, Long.MAX_VALUE);
		assertThat(NamedTimes.isStalled(this.record)).isFalse();
		assertThat(NamedTimes.ageNanos(this.record)).isZero();
	}

	private void putGoldenBeat() {
		this.content.putLong(RecordFile.BEAT, 123_456_789_012L);
	}

	private static final class InMemory implements RecordBytes {

		private final ByteBuffer bytes;

		InMemory(byte[] content) {
			this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
		}

		@Override
		public ByteBuffer bytes() {
			return this.bytes;
		}

		@Override
		public void read() {
		}

		@Override
		public void write(int offset, int length) {
		}

		@Override
		public void close() {
		}

	}

}
