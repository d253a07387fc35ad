package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Path;

import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that has used many locks, and uses none now.
 */
public final class IdleClaims {

	private static final int LOCKS = 50;

	private static final byte[] NOTHING = {};

	private IdleClaims() {
	}

	public static void main(String[] arguments) throws IOException {
		Path directory = Path.of(arguments[0]);
		try (ClaimDirectory claims = ClaimDirectory.open(directory); HeldFileLocks heldFiles = new HeldFileLocks()) {
			for (int i = 0; i < LOCKS; i++) {
				claims.claim("job" + i, NOTHING).tryAcquire().orElseThrow().close();
				heldFiles.lock(directory.resolve("job" + i + ".held")).tryAcquire().orElseThrow().close();
			}
			ForkedJvm.reply("idle " + OpenFiles.below(directory).size());
		}
	}

}
