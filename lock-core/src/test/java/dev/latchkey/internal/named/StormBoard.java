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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What all processes of a storm count together, in memory that they share: a kill takes
 * nothing back. Beside it are the faults that they saw, one a line.
 */
final class StormBoard {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final List<Count> COUNTS = List.of(Count.values());

	private static final List<StormLock> LOCKS = List.of(StormLock.values());

	private final ByteBuffer memory;

	private final Path faults;

	StormBoard(Path directory) {
		int size = Long.BYTES * (COUNTS.size() + LOCKS.size());
		try (FileChannel file = FileChannel.open(directory.resolve("board"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			this.memory = file.map(FileChannel.MapMode.READ_WRITE, 0, size);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.faults = directory.resolve("faults");
	}

	void add(Count count, long number) {
		long unused = (long) LONGS.getAndAdd(this.memory, Long.BYTES * COUNTS.indexOf(count), number);
	}

	long get(Count count) {
		return (long) LONGS.getVolatile(this.memory, Long.BYTES * COUNTS.indexOf(count));
	}

	/** Returns the token of the last holder of a lock. */
	long lastToken(StormLock lock) {
		return (long) LONGS.getVolatile(this.memory, callSite(lock));
	}

	void lastToken(StormLock lock, long token) {
		LONGS.setVolatile(this.memory, callSite(lock), token);
	}

	private static int callSite(StormLock lock) {
		return Long.BYTES * (COUNTS.size() + LOCKS.indexOf(lock));
	}

	void fault(String fault) {
		try {
			Files.writeString(this.faults, fault + " seen by " + ProcessHandle.current().pid() + "\n",
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> faults() throws IOException {
		return Files.exists(this.faults) ? Files.readAllLines(this.faults) : List.of();
	}

	enum Count {

		/** Holds. */
		ACQUIRED,
		/** Tries and waits that came to nothing. */
		BUSY,
		/** Holds that were lost, and why is known. */
		LOST,
		/** Holders that died, told to the next one. */
		DIED,
		/** Marks that breakers wrote. */
		JUDGED,
		/** Breaks. */
		BROKEN,
		/** Files that were swept. */
		SWEPT,
		/** Acquisitions that failed. */
		REFUSED,
		/** Uses of a record that was cut off meanwhile. */
		CUT_OFF

	}

}
