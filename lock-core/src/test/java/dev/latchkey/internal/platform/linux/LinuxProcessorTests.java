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

package dev.latchkey.internal.platform.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.UnsupportedPlatformException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LinuxProcessorTests {

	/** The numbers are those of the kernel's tables for each processor. */
	@ParameterizedTest
	@CsvSource({ "amd64, 332, 316", "x86_64, 332, 316", "aarch64, 291, 276", "riscv64, 291, 276", "ppc64le, 383, 357",
			"s390x, 379, 347", "loongarch64, 291, 276" })
	void callsHaveTheNumbersOfTheProcessor(String name, long statx, long renameat2) {
		LinuxProcessor processor = LinuxProcessor.of(name);
		assertThat(processor.statx()).isEqualTo(statx);
		assertThat(processor.renameat2()).isEqualTo(renameat2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "mips64el", "ppc64", "sparcv9", "" })
	void anyOtherProcessorIsRefusedByItsName(String name) {
		assertThatExceptionOfType(UnsupportedPlatformException.class).isThrownBy(() -> LinuxProcessor.of(name))
			.withMessageContaining("processor '" + name + "'")
			.withMessageContaining("amd64, aarch64, riscv64, ppc64le, s390x, loongarch64");
	}

	@Test
	void aFileSystemIsToldByFourBytesWhicheverComesFirst() {
		ByteBuffer lowestFirst = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 0xef53);
		assertThat(LinuxFileSystems.type(lowestFirst).name()).isEqualTo("ext4");
		ByteBuffer ofS390x = ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN).putInt(0, 0xef53).putInt(4, 4096);
		assertThat(LinuxFileSystems.type(ofS390x).name()).isEqualTo("ext4");
	}

}
