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
