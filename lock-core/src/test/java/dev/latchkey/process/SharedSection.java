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

package dev.latchkey.process;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Tells whether two threads of any processes are in a critical section at once, by memory
 * that they share and no lock of the system, so whatever the lock is made of. A visitor
 * that finds another one inside waits for the end of its process, which was killed; one
 * that lives on is an overlap.
 */
final class SharedSection {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int VISITOR = 0;

	private static final int TOKEN = 8;

	private static final int VISITS = 16;

	private static final int DEATHS = 24;

	private static final int SIZE = 32;

	private static final long PID = ProcessHandle.current().pid();

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final ByteBuffer memory;

	private final Path faults;

	/**
	 * Opens a section, empty at first.
	 * @param file its memory; faults are noted beside it
	 */
	SharedSection(Path file) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			this.memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.faults = file.resolveSibling(file.getFileName() + ".faults");
	}

	/**
	 * Visits the section.
	 * @param token the fencing token of the hold
	 * @param inside what happens there
	 */
	void visit(long token, Runnable inside) {
		long visitor = PID << Integer.SIZE | NUMBERS.incrementAndGet();
		long before = (long) LONGS.getAndSet(this.memory, VISITOR, visitor);
		if (before != 0) {
			add(DEATHS);
			if (!isKilled(before >>> Integer.SIZE)) {
				fault("OVERLAP: " + name(visitor) + " came to " + name(before));
			}
		}
		long last = get(TOKEN);
		if (token <= last) {
			fault("TOKEN: " + token + " came after " + last);
		}
		LONGS.setVolatile(this.memory, TOKEN, token);
		inside.run();
		if (!LONGS.compareAndSet(this.memory, VISITOR, visitor, 0L)) {
			fault("OVERLAP: " + name(visitor) + " was joined by " + name(get(VISITOR)));
		}
		add(VISITS);
	}

	/** What a kill has ended is there until its parent has noticed. */
	private static boolean isKilled(long pid) {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.until(() -> pid != PID && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	private static String name(long visitor) {
		return (visitor >>> Integer.SIZE) + "/" + (int) visitor;
	}

	/** Returns how many visits have ended. */
	long visits() {
		return get(VISITS);
	}

	/** Returns how many visitors were killed inside. */
	long deaths() {
		return get(DEATHS);
	}

	private long get(int place) {
		return (long) LONGS.getVolatile(this.memory, place);
	}

	private void add(int place) {
		long unused = (long) LONGS.getAndAdd(this.memory, place, 1L);
	}

	/**
	 * Notes what must not be.
	 * @param fault what it is, one line
	 */
	void fault(String fault) {
		try {
			Files.writeString(this.faults, fault + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns what must not have been. */
	List<String> faults() {
		try {
			return Files.exists(this.faults) ? Files.readAllLines(this.faults) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
