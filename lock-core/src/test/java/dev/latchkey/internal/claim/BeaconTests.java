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

package dev.latchkey.internal.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BeaconTests {

	private static final Path GOLDEN = Path.of("src/test/resources/vectors/claim-announce.hex");

	private static final Beacon BEACON = new Beacon(0x77_66_55_44_33_22_11L, 0x01_02_03_04_05_06_07_08L);

	@Test
	void theAnnounceHasTheGoldenBytes() throws IOException {
		assertThat(BEACON.encode()).isEqualTo(golden());
	}

	@Test
	void theGoldenBytesAreUnderstood() throws IOException {
		assertThat(Beacon.decode(golden())).isEqualTo(BEACON);
	}

	@Test
	void theBeaconOfAnotherProgramNamesNoGate() {
		assertThat(Beacon.decode("1".getBytes(StandardCharsets.US_ASCII))).isEqualTo(new Beacon(0, 0));
		assertThat(Beacon.decode(new byte[0])).isEqualTo(new Beacon(0, 0));
	}

	@Test
	void anotherValueOfTheFirstByteChangesNothing() throws IOException {
		byte[] bytes = golden();
		bytes[0] = 1;
		assertThat(Beacon.decode(bytes)).isEqualTo(BEACON);
	}

	private static byte[] golden() throws IOException {
		return HexFormat.of().parseHex(Files.readString(GOLDEN).replace("\n", ""));
	}

}
