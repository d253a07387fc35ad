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
