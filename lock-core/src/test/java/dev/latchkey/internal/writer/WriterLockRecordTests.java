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

package dev.latchkey.internal.writer;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.latchkey.internal.writer.WriterLockRecord.Decoded;
import dev.latchkey.internal.writer.WriterLockRecord.Defect;
import dev.latchkey.internal.writer.WriterLockRecord.Malformed;
import dev.latchkey.internal.writer.WriterLockRecord.Valid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WriterLockRecordTests {

	private static final Path VECTORS = Path.of("src/test/resources/vectors");

	private static final UUID WRITER = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");

	private static final WriterLockRecord RECORD = new WriterLockRecord(4242, "host", 1_795_165_582_453_144_905L,
			WRITER);

	/** A row of the table of golden records, and the bytes that it describes. */
	record Golden(WriterLockRecord content, String hex, String crc) {

		byte[] bytes() {
			return HexFormat.of().parseHex(this.hex);
		}

		static Golden of(String row) {
			String[] cells = row.split("\t", -1);
			UUID writer = new UUID(Long.parseUnsignedLong(cells[4], 0, 16, 16),
					Long.parseUnsignedLong(cells[4], 16, 32, 16));
			return new Golden(
					new WriterLockRecord(Long.parseLong(cells[1]), cells[2], Long.parseLong(cells[3]), writer),
					read(cells[0]).replace("\n", ""), cells[5]);
		}

	}

	static Stream<Golden> golden() {
		return read("writer-lock.tsv").lines().skip(1).map(Golden::of);
	}

	private static String read(String name) {
		try {
			return Files.readString(VECTORS.resolve(name));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("golden")
	void goldenRecordsAreReadAndWrittenByteForByte(Golden golden) {
		assertThat(decoded(golden.bytes())).isEqualTo(golden.content());
		assertThat(golden.content().encode()).isEqualTo(golden.bytes());
		byte[] crc = Arrays.copyOfRange(golden.bytes(), 100, 104);
		assertThat(new BigInteger(1, reversed(crc)).toString(16)).isEqualTo(golden.crc());
	}

	private static byte[] reversed(byte[] bytes) {
		byte[] reversed = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			reversed[i] = bytes[bytes.length - 1 - i];
		}
		return reversed;
	}

	@Test
	void randomRecordsAreReadBack() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			WriterLockRecord record = new WriterLockRecord(random.nextInt() & 0xffffffffL, host(random),
					random.nextLong(), new UUID(random.nextLong(), random.nextLong()));
			assertThat(decoded(record.encode())).isEqualTo(record);
		}
	}

	private static String host(Random random) {
		StringBuilder host = new StringBuilder();
		int length = random.nextInt(63);
		while (host.toString().getBytes(StandardCharsets.UTF_8).length < length) {
			host.appendCodePoint("abcXYZ019-.äöü日本".codePointAt(random.nextInt(16)));
		}
		while (host.toString().getBytes(StandardCharsets.UTF_8).length > 62) {
			host.setLength(host.length() - 1);
		}
		return host.toString();
	}

	@Test
	void everyChangeOfOneByteIsDetected() {
		for (byte[] bytes : golden().map(Golden::bytes).toList()) {
			for (int at = 0; at < bytes.length; at++) {
				for (int change = 1; change < 256; change++) {
					byte[] changed = bytes.clone();
					changed[at] ^= (byte) change;
					assertThat(WriterLockRecord.decode(changed)).as("byte %s xor %s", at, change)
						.isInstanceOf(Malformed.class);
				}
			}
		}
	}

	@Test
	void everyMissingEndIsDetected() {
		byte[] whole = RECORD.encode();
		for (int length = 0; length < whole.length; length++) {
			assertThat(defect(Arrays.copyOf(whole, length))).isEqualTo(Defect.SHORT);
		}
	}

	@Test
	void whatIsWrongIsSaid() {
		assertThat(problem(new byte[0])).isEqualTo("has 0 bytes instead of 104");
		assertThat(problem("FL".getBytes(StandardCharsets.US_ASCII))).isEqualTo("has 2 bytes instead of 104");
		assertThat(problem("precious".getBytes(StandardCharsets.US_ASCII))).isEqualTo("does not begin with FLVR");
		assertThat(problem(new byte[104])).isEqualTo("does not begin with FLVR");
		assertThat(problem(Arrays.copyOf(RECORD.encode(), 105))).isEqualTo("has more than 104 bytes");
		byte[] later = RECORD.encode();
		later[96] = 2;
		assertThat(problem(later)).isEqualTo("has the unknown version 2");
		assertThat(problem(Arrays.copyOf(later, 200))).isEqualTo("has the unknown version 2");
		byte[] changed = RECORD.encode();
		changed[8] ^= 1;
		assertThat(problem(changed)).matches("has the checksum [0-9a-f]{8} instead of [0-9a-f]{8}");
		byte[] none = RECORD.encode();
		none[96] = 0;
		assertThat(defect(none)).isEqualTo(Defect.CHECKSUM);
	}

	@Test
	void randomBytesAreNeverARecordAndNeverAFailure() {
		Random random = new Random(11);
		for (int i = 0; i < 200_000; i++) {
			byte[] bytes = new byte[random.nextInt(210)];
			random.nextBytes(bytes);
			byte[] start = RECORD.encode();
			System.arraycopy(start, 0, bytes, 0, Math.min(bytes.length, random.nextInt(100)));
			assertThat(WriterLockRecord.decode(bytes)).isInstanceOf(Malformed.class);
		}
	}

	@Test
	void onlyTheFirst62BytesOfAHostNameCount() {
		String longName = "h".repeat(62);
		for (int more = 0; more < 200; more++) {
			WriterLockRecord record = new WriterLockRecord(1, longName + "x".repeat(more), 0, WRITER);
			WriterLockRecord read = decoded(record.encode());
			assertThat(read.host()).isEqualTo(longName);
			assertThat(read.isOfHost(longName + "y".repeat(more))).isTrue();
			assertThat(read.isOfHost("h".repeat(61))).isFalse();
		}
		String cutInAnUmlaut = "h".repeat(61) + "üx";
		assertThat(decoded(new WriterLockRecord(1, cutInAnUmlaut, 0, WRITER).encode()).isOfHost(cutInAnUmlaut))
			.isTrue();
	}

	@Test
	void timesAreReadToTheNanosecond() {
		assertThat(RECORD.time()).isEqualTo(Instant.parse("2026-11-20T09:06:22.453144905Z"));
		assertThat(WriterLockRecord.nanos(RECORD.time())).isEqualTo(RECORD.timeNanos());
		assertThat(new WriterLockRecord(1, "", -1, WRITER).time()).isEqualTo("2554-07-21T23:34:33.709551615Z");
	}

	@Test
	void aProcessIdThatDoesNotFitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WriterLockRecord(-1, "h", 0, WRITER))
			.withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> new WriterLockRecord(1L << 32, "h", 0, WRITER));
	}

	private static WriterLockRecord decoded(byte[] bytes) {
		Decoded decoded = WriterLockRecord.decode(bytes);
		assertThat(decoded).isInstanceOf(Valid.class);
		return ((Valid) decoded).content();
	}

	private static Defect defect(byte[] bytes) {
		return ((Malformed) WriterLockRecord.decode(bytes)).defect();
	}

	private static String problem(byte[] bytes) {
		return ((Malformed) WriterLockRecord.decode(bytes)).problem();
	}

}
