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

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.internal.platform.LockTable.Mode;
import dev.latchkey.internal.platform.LockTable.Row;

import static org.assertj.core.api.Assertions.assertThat;

class LockTableTests {

	@Test
	void aHolderWhoseRowWasToldTwiceIsOneHolder() {
		Row row = new Row(Mode.EXCLUSIVE, 7, 1, 2);
		LockTable table = new LockTable(List.of(row, new Row(Mode.EXCLUSIVE, 8, 1, 3), row));
		assertThat(table.holders(1, 2)).containsExactly(7L);
		assertThat(table.holdersOnAnyDevice(2)).containsExactly(7L);
	}

}
