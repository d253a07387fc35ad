package dev.latchkey.internal.platforms;

import org.junit.jupiter.api.Test;

import dev.latchkey.UnsupportedPlatformException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlatformsTests {

	@Test
	void thisSystemIsSupported() {
		assertThat(Platforms.current()).isSameAs(Platforms.current());
	}

	@Test
	void anotherSystemIsRefusedByName() {
		assertThatExceptionOfType(UnsupportedPlatformException.class)
			.isThrownBy(() -> Platforms.requireSupported("Mac OS X", "64"))
			.withMessageStartingWith("Latchkey works on 64-bit Linux; this system is Mac OS X (64 bit). Run the");
		assertThatExceptionOfType(UnsupportedPlatformException.class)
			.isThrownBy(() -> Platforms.requireSupported("Linux", "32"));
	}

}
