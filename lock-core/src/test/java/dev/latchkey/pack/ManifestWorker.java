package dev.latchkey.pack;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.process.ForkedJvm;

/**
 * A process that reads or writes a manifest, as it is told.
 */
final class ManifestWorker {

	private final ManifestLocks locks;

	private @Nullable PackHold hold;

	private ManifestWorker(ManifestLocks locks) {
		this.locks = locks;
	}

	public static void main(String[] arguments) {
		ManifestWorker worker = new ManifestWorker(new PackLocks().manifest(Path.of(arguments[0])));
		ForkedJvm.reply("ready");
		for (String line = ForkedJvm.awaitCommand(); line != null; line = ForkedJvm.awaitCommand()) {
			ForkedJvm.reply(worker.obey(line));
		}
	}

	private String obey(String command) {
		return switch (command) {
			case "shared" -> tryAcquire(this.locks.shared());
			case "exclusive" -> tryAcquire(this.locks.exclusive());
			case "release" -> release();
			default -> throw new IllegalArgumentException(command);
		};
	}

	private String tryAcquire(PackLock lock) {
		this.hold = lock.tryAcquire().orElse(null);
		return (this.hold != null) ? "held" : "busy";
	}

	private String release() {
		if (this.hold != null) {
			this.hold.close();
		}
		return "released";
	}

}
