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

package dev.latchkey.internal.platform.portable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LibprocFileUsers} and {@link RestartManagerFileUsers}, as far as they
 * go without those systems: how answers are read.
 */
class FileUsersTests {

	private final ByteBuffer answer = ByteBuffer.allocate(2_000).order(ByteOrder.nativeOrder());

	@Test
	void anAnswerOfLibprocIsProcessNumbers() {
		this.answer.putInt(0, 17).putInt(4, 0).putInt(8, 99_999).putInt(12, 4);
		assertThat(LibprocFileUsers.pids(this.answer, 12)).containsExactly(17L, 99_999L);
	}

	@Test
	void aFailureOfLibprocIsNoProcess() {
		this.answer.putInt(0, 17);
		assertThat(LibprocFileUsers.pids(this.answer, -1)).isEmpty();
		assertThat(LibprocFileUsers.pids(this.answer, 0)).isEmpty();
	}

	@Test
	void anAnswerOfTheRestartManagerBeginsEachEntryWithTheProcessNumber() {
		this.answer.putInt(0, 4711).putInt(668, -2).putInt(2 * 668, 5);
		assertThat(RestartManagerFileUsers.pids(this.answer, 2)).containsExactly(4711L, 4_294_967_294L);
	}

}
