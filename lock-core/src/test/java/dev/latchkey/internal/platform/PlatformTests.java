package dev.latchkey.internal.platform;

import org.junit.jupiter.api.Test;

import dev.latchkey.UnsupportedPlatformException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlatformTests {

	@Test
	void thisSystemIsSupported() {
		assertThat(Platform.current()).isSameAs(Platform.current());
	}

	@Test
	void anotherSystemIsRefusedByName() {
		assertThatExceptionOfType(UnsupportedPlatformException.class)
			.isThrownBy(() -> Platform.provider("Mac OS X", "64"))
			.withMessageStartingWith("Latchkey works on 64-bit Linux; this system is Mac OS X (64 bit). Run the");
		assertThatExceptionOfType(UnsupportedPlatformException.class)
			.isThrownBy(() -> Platform.provider("Linux", "32"));
	}

}
