package dev.latchkey.claim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.latchkey.LockId;
import dev.latchkey.file.FencingToken;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.StandingLockFile;
import dev.latchkey.file.TryOutcome;

/**
 * The two files of a claim: the gate, which carries the content, and the announce, which
 * is locked when the content is complete. Held means both locked.
 *
 * <p>
 * Used by one attempt or hold at a time, and kept open between them.
 */
final class ClaimFiles {

	/** The announce's content: the byte 1, seven zeros, and the token, little-endian. */
	private static final int BEACON_SIZE = 16;

	private static final int TOKEN_OFFSET = 8;

	private final LockId id;

	private final StandingLockFile gate;

	private final StandingLockFile announce;

	private long token;

	private boolean announced;

	ClaimFiles(LockRuntime runtime, LockId id) {
		this.id = id;
		this.gate = new StandingLockFile(runtime, id.path());
		this.announce = new StandingLockFile(runtime, ClaimDirectory.announceOf(id));
	}

	LockId id() {
		return this.id;
	}

	StandingLockFile gate() {
		return this.gate;
	}

	StandingLockFile announce() {
		return this.announce;
	}

	/**
	 * Return the token of the last acquisition.
	 * @return the token
	 */
	long token() {
		return this.token;
	}

	boolean areNamed() {
		return this.gate.isNamed() && this.announce.isNamed();
	}

	/**
	 * Go on from a locked gate to a held claim. If that fails, nothing is locked.
	 *
	 * <p>
	 * The early look at the announce keeps readers from taking a half-written successor
	 * for a dying predecessor; the last look at the gate keeps a holder from being
	 * invisible. A killed process loses its locks from the highest descriptor down, so
	 * the announce is above the gate.
	 * @param bytes the content
	 * @return {@code ACQUIRED}, or what is the matter with the announce; {@code MOVED} if
	 * one of the names leads elsewhere
	 */
	TryOutcome completeUnderGate(byte[] bytes) {
		boolean held = false;
		try {
			LockDescriptor gateFile = this.gate.descriptor();
			LockDescriptor announceFile = this.announce.descriptor();
			announceFile.moveAbove(gateFile);
			if (!announceFile.tryLockShared()) {
				return TryOutcome.BUSY;
			}
			gateFile.replaceContent(bytes);
			TryOutcome outcome = this.announce.tryLock();
			if (outcome != TryOutcome.ACQUIRED) {
				return outcome;
			}
			if (!gateFile.isNamed()) {
				return TryOutcome.MOVED;
			}
			this.token = nextToken(announceFile);
			light(announceFile);
			held = true;
			return TryOutcome.ACQUIRED;
		}
		finally {
			if (!held) {
				release();
			}
		}
	}

	/**
	 * Replace the content of a held claim. The announce is free meanwhile, so readers see
	 * a claim that is being acquired, and nobody else can have it because of the gate.
	 * @param bytes the content
	 * @return {@code ACQUIRED}, or what keeps the announce from being locked again
	 */
	TryOutcome update(byte[] bytes) {
		LockDescriptor gateFile = this.gate.descriptor();
		LockDescriptor announceFile = this.announce.descriptor();
		this.announced = false;
		announceFile.unlock();
		if (!gateFile.isNamed()) {
			return TryOutcome.MOVED;
		}
		gateFile.replaceContent(bytes);
		TryOutcome outcome = this.announce.tryLock();
		if (outcome == TryOutcome.ACQUIRED) {
			light(announceFile);
		}
		return outcome;
	}

	/**
	 * Tell whether the announce is locked behind complete content.
	 * @return whether the last acquisition or change of content came to its end
	 */
	boolean isAnnounced() {
		return this.announced;
	}

	/** Write the beacon, on which waiters wake, and with it the token. */
	private void light(LockDescriptor announceFile) {
		announceFile.write(beacon(new byte[BEACON_SIZE]).putLong(0, 1).putLong(TOKEN_OFFSET, this.token).array(), 0);
		this.announced = true;
	}

	private long nextToken(LockDescriptor announceFile) {
		byte[] beacon = announceFile.read(BEACON_SIZE, 0);
		return FencingToken.after((beacon.length == BEACON_SIZE) ? beacon(beacon).getLong(TOKEN_OFFSET) : 0);
	}

	private static ByteBuffer beacon(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/** Announce first: others then see a claim that ends, not one that begins. */
	void unlock() {
		try {
			this.announce.unlock();
		}
		finally {
			this.gate.unlock();
		}
	}

	/** Unlock and close, whatever is locked. */
	void release() {
		try {
			this.announce.release();
		}
		finally {
			this.gate.release();
		}
	}

	/** Close what is not locked. */
	void close() {
		this.announce.close();
		this.gate.close();
	}

}
