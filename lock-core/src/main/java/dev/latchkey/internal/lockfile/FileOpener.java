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

package dev.latchkey.internal.lockfile;

import java.util.function.IntSupplier;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;

/**
 * The file calls that need a descriptor. When none is left, the files that this JVM keeps
 * open in no use are closed, and the call is repeated once. All else is as
 * {@link FileCalls} says.
 */
public final class FileOpener {

	private final FileCalls files;

	public FileOpener(FileCalls files) {
		this.files = files;
	}

	int open(NativePath path) {
		return opened(() -> this.files.open(path));
	}

	int openToLook(NativePath path) {
		return opened(() -> this.files.openToLook(path));
	}

	public int create(NativePath path, int permissions) {
		return opened(() -> this.files.create(path, permissions));
	}

	int createNameless(NativePath directory, int permissions) {
		return opened(() -> this.files.createNameless(directory, permissions));
	}

	int list(NativePath directory, FileCalls.Entries entries) {
		return opened(() -> this.files.list(directory, entries));
	}

	/**
	 * Makes a call that needs a descriptor, and makes it once more if there was none.
	 * @param call the call; a failed one has done nothing
	 * @return what it returned last
	 */
	public static int opened(IntSupplier call) {
		int result = call.getAsInt();
		if (Errno.EMFILE.is(result) || Errno.ENFILE.is(result)) {
			IdleCaches.closeAll();
			result = call.getAsInt();
		}
		return result;
	}

}
