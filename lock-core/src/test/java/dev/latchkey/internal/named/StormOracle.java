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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.named.NamedStormWorker.Role;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * Tells whether two holders of one lock are inside at once, even if holders are killed,
 * and whether a hold was lost without a reason.
 *
 * <p>
 * A holder has the file of its generation locked, on a descriptor with a high number: the
 * kernel frees a dead process's locks from the highest descriptor down. The generation of
 * a token is how many lower ones were judged by a breaker, which writes them down before
 * it marks them. So a holder that was judged and its successors are of two generations;
 * all others are of the same.
 */
final class StormOracle {

	private static final int HIGH = 400;

	/** For how long a renamed file may go unnoticed, and what clocks may differ. */
	private static final long SLACK_MICROS = 15_000;

	private final FileCalls files = Platforms.current().files();

	private final Path directory;

	private final StormLock lock;

	private final Role role;

	private final StormBoard board;

	private final FileChannel judgedFile;

	private long[] judged = new long[0];

	private long generation = -1;

	private int descriptor = -1;

	StormOracle(Path directory, StormLock lock, StormBoard board, Role role) {
		this.directory = directory;
		this.role = role;
		this.lock = lock;
		this.board = board;
		try {
			this.judgedFile = FileChannel.open(lock.judged(directory), StandardOpenOption.CREATE,
					StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Enters as the holder of a token.
	 * @param token the token
	 * @param asked when the lock was asked for, microseconds since 1970
	 * @return whether the holder is alone, and must leave
	 */
	boolean enter(long token, long asked) {
		open(generation(token));
		boolean alone = this.files.tryLock(this.descriptor) == 0;
		if (!alone && !mayBeLost(token, Math.min(asked, askedByOther()))) {
			this.board.fault("OVERLAP of " + this.lock + " by " + token + " in generation " + this.generation);
		}
		if (alone) {
			writeAsked(asked);
			checkToken(token, asked);
		}
		return alone;
	}

	void leave() {
		if (this.files.unlock(this.descriptor) != 0) {
			throw new IllegalStateException("The oracle cannot be unlocked");
		}
	}

	/** Notes that a hold was lost. */
	void lost(long token, long asked) {
		this.board.add(StormBoard.Count.LOST, 1);
		if (!mayBeLost(token, asked)) {
			this.board.fault("ROBBED of " + this.lock + " was " + token);
		}
	}

	/** Notes that a breaker is about to mark a token. */
	void judge(long token) {
		this.board.add(StormBoard.Count.JUDGED, 1);
		ByteBuffer entry = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, token);
		try (FileChannel end = FileChannel.open(this.lock.judged(this.directory), StandardOpenOption.APPEND)) {
			int unused = end.write(entry);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Notes that a breaker or sweeper is about to remove the file, and so may remove one
	 * that a stranger has put there since it looked.
	 */
	void removes() {
		if (this.lock == StormLock.REMOVED) {
			append("+\n");
		}
	}

	/**
	 * Notes that a breaker or sweeper has removed the file.
	 * @param nanos how long before it looked whose file it is
	 */
	void removed(long nanos) {
		if (this.lock == StormLock.REMOVED) {
			append((nanos < TimeUnit.MICROSECONDS.toNanos(SLACK_MICROS / 2)) ? "- 0\n"
					: "- " + FencingToken.now() + "\n");
		}
	}

	/** Ends the removal that a killed process of the same role has begun. */
	void endOpenRemoval() {
		if (this.lock == StormLock.REMOVED && isOpen(removals(this.lock.lateRemovals(this.directory, this.role)))) {
			append("- " + FencingToken.now() + "\n");
		}
	}

	private void append(String line) {
		try {
			Files.writeString(this.lock.lateRemovals(this.directory, this.role), line, StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void checkToken(long token, long asked) {
		long last = this.board.lastToken(this.lock);
		if (token > last) {
			this.board.lastToken(this.lock, token);
		}
		else if (!mayBeLost(token, asked)) {
			this.board.fault("TOKEN of " + this.lock + " went from " + last + " to " + token);
		}
	}

	private synchronized boolean mayBeLost(long token, long since) {
		readJudged();
		return Arrays.stream(this.judged).anyMatch((one) -> one == token)
				|| (this.lock == StormLock.REMOVED && isRemovedSince(since));
	}

	private boolean isRemovedSince(long micros) {
		return isRemovedSince(this.lock.removals(this.directory), micros) || Stream.of(Role.BREAKER, Role.SWEEPER)
			.anyMatch((remover) -> isRemovedSince(this.lock.lateRemovals(this.directory, remover), micros));
	}

	private static boolean isRemovedSince(Path removals, long micros) {
		List<String> lines = removals(removals);
		return isOpen(lines) || lines.stream()
			.anyMatch((line) -> line.startsWith("-") && Long.parseLong(line.substring(2)) >= micros - SLACK_MICROS);
	}

	/** A removal that has begun and not ended may come at any time. */
	private static boolean isOpen(List<String> removals) {
		return !removals.isEmpty() && removals.get(removals.size() - 1).startsWith("+");
	}

	private static List<String> removals(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file).lines().toList() : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized long generation(long token) {
		readJudged();
		int count = this.judged.length;
		while (count > 0 && this.judged[count - 1] >= token) {
			count--;
		}
		return count;
	}

	private void readJudged() {
		try {
			int entries = (int) (this.judgedFile.size() / Long.BYTES);
			int known = this.judged.length;
			if (entries > known) {
				ByteBuffer read = ByteBuffer.allocate(Long.BYTES * (entries - known)).order(ByteOrder.LITTLE_ENDIAN);
				int unused = this.judgedFile.read(read, (long) Long.BYTES * known);
				long[] all = Arrays.copyOf(this.judged, entries);
				for (int i = known; i < entries; i++) {
					all[i] = read.getLong(Long.BYTES * (i - known));
				}
				this.judged = all;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void open(long generation) {
		if (this.generation == generation) {
			return;
		}
		if (this.descriptor >= 0) {
			this.files.close(this.descriptor);
		}
		NativePath path = NativePath.of(this.lock.oracle(this.directory, generation));
		int low = this.files.create(path, 0600);
		if (Errno.EEXIST.is(low)) {
			low = this.files.open(path);
		}
		this.descriptor = this.files.duplicate(low, HIGH);
		this.files.close(low);
		this.generation = generation;
		if (this.descriptor < HIGH) {
			throw new IllegalStateException("The oracle cannot be opened: " + this.descriptor);
		}
	}

	/** The holder's own question tells since when its file must have been there. */
	private void writeAsked(long asked) {
		try {
			Files.writeString(this.lock.oracle(this.directory, this.generation), Long.toString(asked),
					StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private long askedByOther() {
		try {
			String asked = Files.readString(this.lock.oracle(this.directory, this.generation));
			return asked.isEmpty() ? 0 : Long.parseLong(asked);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
