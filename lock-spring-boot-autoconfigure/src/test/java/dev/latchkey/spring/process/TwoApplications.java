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

package dev.latchkey.spring.process;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes that run one application, and an empty directory for both.
 */
abstract class TwoApplications {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	ForkedJvm first;

	@SuppressWarnings("NullAway.Init")
	ForkedJvm second;

	/** Start one, which says when it is ready. */
	abstract ForkedJvm start();

	@BeforeEach
	void startBoth() {
		this.first = start();
		this.second = start();
		assertThat(this.first.answer()).isEqualTo("ready");
		assertThat(this.second.answer()).isEqualTo("ready");
	}

	@AfterEach
	void endBoth() {
		this.first.close();
		this.second.close();
	}

}
