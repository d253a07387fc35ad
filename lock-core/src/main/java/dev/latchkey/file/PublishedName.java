package dev.latchkey.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.latchkey.file.PublishedKind.Judgement;

/**
 * The name of a published lock, with the standing file that is its mutex and has its
 * fencing counter (8 bytes, little-endian). The name is looked at, given and taken under
 * the mutex only.
 */
public final class PublishedName {

	/** How long to insist at once when somebody shares the lock: we have the mutex. */
	private static final Duration TURN = Duration.ofMillis(50);

	private final PublishedKind<?> kind;

	private final PublishedLockFile published;

	private final StandingLockFile mutex;

	private long token;

	PublishedName(LockRuntime runtime, Path path, Path mutex, PublishedKind<?> kind) {
		this.kind = kind;
		this.published = new PublishedLockFile(runtime, path);
		this.mutex = new StandingLockFile(runtime, mutex);
	}

	StandingLockFile mutex() {
		return this.mutex;
	}

	long token() {
		return this.token;
	}

	/**
	 * Read what the file says that has the name now.
	 * @return the content, or {@code null} if there is none
	 */
	byte @Nullable [] content() {
		LockDescriptor current = this.published.open();
		if (current == null) {
			return null;
		}
		try {
			return read(current);
		}
		finally {
			current.close();
		}
	}

	/**
	 * Look at the name, and take it if it is free or its owner is dead.
	 * @return what came of it
	 */
	PublishedLook look() {
		LockDescriptor current = this.published.open();
		if (current == null) {
			return PublishedLook.taken(publish());
		}
		boolean kept = false;
		try {
			PublishedLook look = look(current);
			kept = look.file() == current;
			return look;
		}
		finally {
			if (!kept) {
				current.close();
			}
		}
	}

	private PublishedLook look(LockDescriptor current) {
		byte[] content = read(current);
		TryOutcome outcome = current.tryLock(TURN);
		if (outcome == TryOutcome.PROBED) {
			return PublishedLook.probed(current);
		}
		if (outcome != TryOutcome.ACQUIRED) {
			return this.kind.isLockedByOwner(content) ? PublishedLook.alive(current) : PublishedLook.perhapsAlive();
		}
		Judgement judgement;
		try {
			if (!current.isNamed()) {
				return PublishedLook.gone();
			}
			judgement = this.kind.judge(content, () -> ageOf(current));
			if (judgement == Judgement.DEAD) {
				return this.published.remove(current) ? PublishedLook.taken(publish()) : PublishedLook.gone();
			}
		}
		finally {
			// What a program without flock holds is not ours to keep locked.
			current.unlock();
		}
		return (judgement == Judgement.ALIVE) ? PublishedLook.perhapsAlive()
				: PublishedLook.takenFromForeign(this.published.replace(current, nextContent()));
	}

	private @Nullable LockDescriptor publish() {
		return this.published.publish(nextContent());
	}

	private byte[] nextContent() {
		this.token = nextToken();
		return this.kind.content(this.token);
	}

	private byte[] read(LockDescriptor file) {
		return file.read(this.kind.longest() + 1, 0);
	}

	/**
	 * The age by the filesystem's own clock, which a touch of the counter reads.
	 */
	private Duration ageOf(LockDescriptor file) {
		LockDescriptor clock = this.mutex.descriptor();
		clock.touch();
		return Duration.ofNanos((clock.modifiedMicros() - file.modifiedMicros()) * 1_000);
	}

	private long nextToken() {
		LockDescriptor file = this.mutex.descriptor();
		byte[] counter = file.read(Long.BYTES, 0);
		long next = FencingToken.after((counter.length == Long.BYTES) ? littleEndian(counter).getLong() : 0);
		file.write(littleEndian(new byte[Long.BYTES]).putLong(next).array(), 0);
		return next;
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Take the name away if its owner is dead.
	 * @param owner tells whether it is
	 */
	void removeIf(PublishedProtocol.DeadOwner owner) {
		LockDescriptor current = this.published.open();
		if (current == null) {
			return;
		}
		try {
			if (current.tryLock(TURN) == TryOutcome.ACQUIRED && owner.wrote(read(current))) {
				remove(current);
			}
		}
		finally {
			current.unlock();
			current.close();
		}
	}

	/**
	 * Take the name away from a file that is ours.
	 * @param file the file
	 */
	void remove(LockDescriptor file) {
		// A name that leads elsewhere is somebody else's, and stays.
		boolean unused = this.published.remove(file);
	}

}
