package dev.latchkey.internal.platform;

/**
 * A system, by what can be called of it.
 *
 * @param files what locks do with files
 * @param processes what locks ask about processes
 * @param wakes how waiting threads are called back
 * @param watches how the system tells that files change
 * @param spawns how child processes are started that inherit locks
 */
public record Platform(FileCalls files, ProcessCalls processes, WakeCalls wakes, WatchCalls watches,
		SpawnCalls spawns) {

	/**
	 * Return a platform that is no larger than this JVM: files and locks are in its
	 * memory, and no other process sees them. It works on any system.
	 * @return the platform, always the same object
	 */
	public static Platform withinJvm() {
		return MemoryPlatform.PLATFORM;
	}

	/**
	 * Returns whether this platform is no larger than this JVM.
	 * @return whether files and locks are in memory
	 */
	public boolean isWithinJvm() {
		return this.files instanceof MemoryFiles;
	}

}
