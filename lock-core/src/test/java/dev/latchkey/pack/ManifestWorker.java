package dev.latchkey.pack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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

	public static void main(String[] arguments) throws IOException {
		ManifestWorker worker = new ManifestWorker(new PackLocks().manifest(Path.of(arguments[0])));
		ForkedJvm.reply("ready");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
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
