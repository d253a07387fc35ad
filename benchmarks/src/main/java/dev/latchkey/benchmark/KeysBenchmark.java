package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.latchkey.LockHold;
import dev.latchkey.named.NamedLocks;

/**
 * One acquisition and release of one of 10,000 locks, in no order, that no other process
 * wants.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeysBenchmark {

	private static final int KEYS = 10_000;

	/** Prime to the number of keys, so that all are used before one is used again. */
	private static final int STEP = 6_271;

	private final Path directory = Path.of(System.getProperty(CycleBenchmark.DIRECTORY));

	private final NamedLocks named = new NamedLocks(this.directory);

	private final KeptChannels channels = new KeptChannels(this.directory);

	private int last;

	/**
	 * A named lock of the next key.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean named() {
		try (LockHold hold = this.named.lock("many", key()).tryAcquire().orElseThrow()) {
			return hold.isHeld();
		}
	}

	/**
	 * A file of the next key that stays open.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean keptChannel() throws IOException {
		try (Kind.Held held = this.channels.acquire(key())) {
			return held != null;
		}
	}

	private String key() {
		this.last = (this.last + STEP) % KEYS;
		return Integer.toString(this.last);
	}

}
