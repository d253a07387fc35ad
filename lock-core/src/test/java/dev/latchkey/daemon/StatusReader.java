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

package dev.latchkey.daemon;

import java.nio.file.Path;
import java.time.Duration;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileInspection;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

/**
 * A process that reads a pid file, and tries to stop what it names.
 */
public final class StatusReader {

	private StatusReader() {
	}

	public static void main(String[] arguments) throws Exception {
		PidFileLock pidFile = new PidFileLock(LockRuntime.builder().build(), Path.of(arguments[0]));
		PidFileInspection status = pidFile.status();
		String pid = Long.toString(status.pid().orElseThrow());
		// Zero is no signal, but needs the right to send one.
		ForkedJvm.reply("kill -0 " + pid + ": " + (Requirement.run("kill", "-0", pid) ? "allowed" : "refused"));
		ForkedJvm.reply(status.text());
		try {
			ForkedJvm.reply(new DaemonControl(pidFile).stop(Duration.ZERO).toString());
		}
		catch (LockFileException ex) {
			ForkedJvm.reply("stop refused: " + ex.getMessage());
		}
	}

}
