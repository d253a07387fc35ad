package dev.latchkey.internal.heldfile;

import java.nio.file.Path;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that locks a file, whatever it is, until it ends.
 */
final class FileLocker {

	private FileLocker() {
	}

	public static void main(String[] arguments) throws Exception {
		FileCalls files = Platforms.current().files();
		int descriptor = files.open(NativePath.of(Path.of(arguments[0])));
		ForkedJvm.reply((files.tryLock(descriptor) == 0) ? "locked" : "failed");
		Thread.currentThread().join();
	}

}
