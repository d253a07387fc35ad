package dev.latchkey.file;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.latchkey.Owner;
import dev.latchkey.Owner.Confidence;
import dev.latchkey.internal.platform.LockTable;

import static org.assertj.core.api.Assertions.assertThat;

class LockOwnersTests {

	private static final int LOCKS = 2000;

	/** The process is looked at once: that takes several system calls. */
	@Test
	void theOwnerOfManyListedFilesIsTheSameObject() {
		long pid = ProcessHandle.current().parent().orElseThrow().pid();
		List<LockTable.Row> rows = LongStream.range(0, LOCKS)
			.mapToObj((inode) -> new LockTable.Row(LockTable.Mode.EXCLUSIVE, pid, 1, inode))
			.toList();
		try (LockRuntime runtime = FaultyCalls.runtimeWithLockTable(() -> new LockTable(rows))) {
			LockOwners owners = new LockOwners(runtime);
			Owner first = only(owners.ofListed(Path.of("/0"), 1, 0));
			assertThat(first.pid()).isEqualTo(pid);
			assertThat(first.confidence()).isEqualTo(Confidence.ANNOUNCED);
			assertThat(only(owners.ofListed(Path.of("/1"), 1, 1))).isSameAs(first);
		}
	}

	private static Owner only(List<Owner> owners) {
		assertThat(owners).hasSize(1);
		return owners.get(0);
	}

}
