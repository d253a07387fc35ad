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

package dev.latchkey.cli;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Lists the locks of a directory.
 */
@Command(name = "list", description = "Lists the named locks that are held, with their holders.")
final class ListCommand implements Callable<Integer> {

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private DirectoryOptions directory;

	@Option(names = { "-a", "--all" }, description = "free locks too: all that have a file")
	private boolean all;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private AnswerOptions answer;

	@Override
	public Integer call() {
		try (LockDirectory opened = this.directory.openExisting()) {
			List<LockReport> locks = this.all ? opened.all() : opened.locked();
			this.answer.print((json) -> {
				json.writeStringProperty("directory", opened.path().toString());
				Json.locks(json, locks);
			}, (out) -> {
				Text.table(out, locks);
			});
			return 0;
		}
	}

}
