package dev.latchkey.internal.platform;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeBuffers}.
 */
class NativeBuffersTests {

	private final NativeBuffers buffers = new NativeBuffers(16);

	@Test
	void aBufferIsNeverGivenToTwo() {
		assertThat(this.buffers.take(16)).isNotSameAs(this.buffers.take(16));
	}

	@Test
	void aBufferThatWasGivenBackIsTakenAgain() {
		NativeBuffer buffer = this.buffers.take(1);
		this.buffers.give(buffer);
		assertThat(this.buffers.take(16)).isSameAs(buffer);
		assertThat(this.buffers.take(16)).isNotSameAs(buffer);
	}

	@Test
	void moreBytesThanUsualAreNotKept() {
		NativeBuffer large = this.buffers.take(17);
		assertThat(large.size()).isEqualTo(17);
		this.buffers.give(large);
		assertThat(this.buffers.take(17)).isNotSameAs(large);
		assertThat(this.buffers.take(16).size()).isEqualTo(16);
	}

}
