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

package dev.latchkey.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that uses more locks one after the other than it may have files open.
 */
public final class ManyLocks {

	/** More than the limit of open files, whatever part of it a cache may fill. */
	private static final int DIRECTORIES = 4;

	private static final int LOCKS = 150;

	private static final int HELD = 20;

	private final List<Latchkey> latchkeys = new ArrayList<>();

	private final Path directory;

	private ManyLocks(Path directory) {
		this.directory = directory;
		for (int i = 0; i < DIRECTORIES; i++) {
			this.latchkeys.add(Latchkey.builder().directory(directory.resolve("claims" + i)).build());
		}
	}

	public static void main(String[] arguments) {
		try {
			ForkedJvm.reply(new ManyLocks(Path.of(arguments[0])).use());
		}
		catch (RuntimeException ex) {
			ForkedJvm.reply(ex.toString());
		}
		String unused = ForkedJvm.awaitCommand();
	}

	private String use() {
		useEach();
		List<LockHold> holds = new ArrayList<>();
		for (int i = 0; i < HELD; i++) {
			holds.add(claim(i));
			holds.add(heldFile(i));
			useEach();
		}
		holds.forEach(LockHold::requireHeld);
		return "holds " + holds.size();
	}

	/** Those that are held are left out. */
	private void useEach() {
		for (int i = HELD; i < LOCKS; i++) {
			claim(i).close();
			heldFile(i).close();
		}
	}

	private LockHold claim(int number) {
		return this.latchkeys.get(number % DIRECTORIES).claims().claim("job" + number).tryAcquire().orElseThrow();
	}

	private LockHold heldFile(int number) {
		return this.latchkeys.get(number % DIRECTORIES)
			.heldFile(this.directory.resolve("job" + number + ".held"))
			.tryAcquire()
			.orElseThrow();
	}

}
