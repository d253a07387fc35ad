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

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Shows one lock.
 */
@Command(name = "show", description = "Shows a named lock: its state, its holder and who waits for it.")
final class ShowCommand implements Callable<Integer> {

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private LockArguments lock;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private DirectoryOptions directory;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private AnswerOptions answer;

	@Override
	public Integer call() {
		try (LockDirectory opened = this.directory.openExisting()) {
			LockReport found = opened.inspect(this.lock.in(opened));
			this.answer.print((json) -> Json.lock(json, found), (out) -> Text.lock(out, found));
			return 0;
		}
	}

}
