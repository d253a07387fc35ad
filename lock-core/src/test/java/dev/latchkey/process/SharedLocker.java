package dev.latchkey.process;

import java.nio.file.Path;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * A process that shares the lock of a file and does not let go until it ends.
 */
public final class SharedLocker {

	private SharedLocker() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		FileCalls files = Platforms.current().files();
		int descriptor = files.open(NativePath.of(Path.of(arguments[0])));
		ForkedJvm.reply((files.tryLockShared(descriptor) == 0) ? "shared" : "failed");
		Thread.currentThread().join();
	}

}
