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
