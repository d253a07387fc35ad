package dev.latchkey.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells how long ago a lock file was touched, where only that tells whether its owner
 * lives.
 *
 * <p>
 * On a local filesystem the clock that stamps the file is ours, so the stamp tells. A
 * stamp in the future does not, nor does one that another machine's clock has made: then
 * we watch, with our own monotonic clock, how long the file has not changed. What was
 * seen is remembered from one look to the next.
 */
final class HeartbeatAges {

	private static final int MOST_REMEMBERED = 10_000;

	private final LongSupplier nanoTime;

	private final Map<Path, Sighting> sightings = new LinkedHashMap<>();

	HeartbeatAges() {
		this(System::nanoTime);
	}

	HeartbeatAges(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Tell how long ago a file was touched.
	 * @param path the file's path
	 * @param file the open file
	 * @param local whether the file is stamped by this machine's clock
	 * @return the time since then, or since we first saw it like this
	 */
	Duration of(Path path, LockDescriptor file, boolean local) {
		long stamp = file.modifiedMicros();
		long age = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - stamp;
		if (local && age >= 0) {
			return Duration.of(age, ChronoUnit.MICROS);
		}
		return Duration.ofNanos(this.nanoTime.getAsLong() - firstSeen(path, file.inode(), stamp));
	}

	private synchronized long firstSeen(Path path, long inode, long stamp) {
		Sighting before = this.sightings.remove(path);
		Sighting sighting = (before != null && before.isOf(inode, stamp)) ? before
				: new Sighting(inode, stamp, this.nanoTime.getAsLong());
		this.sightings.put(path, sighting);
		if (this.sightings.size() > MOST_REMEMBERED) {
			this.sightings.remove(this.sightings.keySet().iterator().next());
		}
		return sighting.nanoTime;
	}

	private record Sighting(long inode, long stamp, long nanoTime) {

		boolean isOf(long inode, long stamp) {
			return this.inode == inode && this.stamp == stamp;
		}

	}

}
