package dev.latchkey.internal.platform;

import java.util.ServiceLoader;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.UnsupportedPlatformException;

/**
 * The system that this process runs on. The only place that chooses it.
 *
 * @param files what locks do with files
 * @param processes what locks ask about processes
 * @param wakes how waiting threads are called back
 * @param watches how the system tells that files change
 * @param spawns how child processes are started that inherit locks
 */
public record Platform(FileCalls files, ProcessCalls processes, WakeCalls wakes, WatchCalls watches,
		SpawnCalls spawns) {

	private static @Nullable Platform current;

	/** The JVM tells only the first who asks why native calls cannot be linked. */
	private static @Nullable Supplier<UnsupportedPlatformException> unlinked;

	/**
	 * Return the platform of this process.
	 * @return the platform, always the same object
	 * @throws UnsupportedPlatformException if this system is not supported, or its native
	 * calls cannot be reached
	 */
	public static Platform current() {
		PlatformProvider provider = provider(System.getProperty("os.name", ""),
				System.getProperty("sun.arch.data.model", "64"));
		synchronized (Platform.class) {
			if (unlinked != null) {
				throw unlinked.get();
			}
			Platform platform = current;
			if (platform == null) {
				platform = load(provider);
				current = platform;
			}
			return platform;
		}
	}

	private static Platform load(PlatformProvider provider) {
		try {
			return provider.load();
		}
		catch (UnsupportedPlatformException ex) {
			if (ex.getCause() instanceof LinkageError cause) {
				unlinked = () -> new UnsupportedPlatformException(ex.problem(), ex.remedy(), cause);
			}
			throw ex;
		}
	}

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

	/**
	 * Find the calls of a system.
	 * @param name the system's name, as in the system property {@code os.name}
	 * @param dataModel the size of a pointer in bits, as text
	 * @return what brings them
	 * @throws UnsupportedPlatformException if locks do not work on that system
	 */
	static PlatformProvider provider(String name, String dataModel) {
		for (PlatformProvider provider : ServiceLoader.load(PlatformProvider.class, Platform.class.getClassLoader())) {
			if (provider.supports(name, dataModel)) {
				return provider;
			}
		}
		throw new UnsupportedPlatformException(
				"Latchkey works on 64-bit Linux; this system is " + name + " (" + dataModel + " bit).",
				"Run the application on 64-bit Linux, or switch its locks off, after which nothing is excluded.", null);
	}

}
