package dev.latchkey.daemon;

import java.nio.file.Path;
import java.util.Optional;

import dev.latchkey.LockFileException;
import dev.latchkey.PidFile;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.AtomicFile;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.pidfile.PidFileLock;

/**
 * The file in which a daemon says how it is: JSON, replaced as a whole each time. It
 * needs {@code tools.jackson.core:jackson-core} on the class path.
 */
public final class DaemonStateFile {

	private static final String SUFFIX = "-state.json";

	private static final String PID_SUFFIX = ".pid";

	/** More than any state has. */
	private static final int LONGEST = 1 << 20;

	private final Path path;

	private final AtomicFile file;

	/**
	 * Name a state file. Nothing is touched.
	 * @param runtime the runtime
	 * @param path the file
	 */
	DaemonStateFile(LockRuntime runtime, Path path) {
		this.path = LockPaths.absolute(path);
		this.file = new AtomicFile(runtime, this.path);
	}

	/**
	 * Name the state file that belongs to a pid file: {@code daemon-state.json} beside
	 * {@code daemon.pid}.
	 * @param pidFile the pid file
	 * @return the state file beside it
	 */
	public static DaemonStateFile beside(PidFile pidFile) {
		PidFileLock lock = PidFileLock.of(pidFile);
		String name = String.valueOf(lock.path().getFileName());
		String stem = name.endsWith(PID_SUFFIX) ? name.substring(0, name.length() - PID_SUFFIX.length()) : name;
		return new DaemonStateFile(lock.runtime(), lock.path().resolveSibling(stem + SUFFIX));
	}

	/**
	 * Return the file.
	 * @return the path, absolute
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Read what the daemon said last. It may be dead by now: ask the {@link PidFile}.
	 * @return the state, or empty if there is no file
	 * @throws LockFileException if the file cannot be read, or is not a state
	 */
	public Optional<DaemonState> read() {
		byte[] content = this.file.read(LONGEST);
		try {
			return (content != null) ? Optional.of(DaemonStateJson.read(content)) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			throw new LockFileException(this.path, "is not the state of a daemon: " + ex.getMessage(), 0,
					"Move it away; the daemon writes it anew at its next tick");
		}
	}

	/**
	 * Say something else, on the storage when this returns.
	 * @param state the state
	 * @throws LockFileException if it cannot be written; what was said before stays then
	 */
	public void write(DaemonState state) {
		this.file.write(DaemonStateJson.write(state));
	}

	/**
	 * Remove the file, if it is there.
	 * @throws LockFileException if it cannot be removed
	 */
	public void remove() {
		this.file.remove();
	}

}
