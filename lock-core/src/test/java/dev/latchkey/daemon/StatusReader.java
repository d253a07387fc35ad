package dev.latchkey.daemon;

import java.nio.file.Path;
import java.time.Duration;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.pidfile.PidFileStatus;
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
		PidFileStatus status = pidFile.status();
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
