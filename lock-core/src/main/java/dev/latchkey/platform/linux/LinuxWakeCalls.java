package dev.latchkey.platform.linux;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.platform.Errno;
import dev.latchkey.platform.NativeBuffer;
import dev.latchkey.platform.WakeCalls;

/**
 * Wakes threads with a real-time signal whose handler does nothing and is installed
 * without SA_RESTART, so that a waiting call ends with EINTR.
 */
final class LinuxWakeCalls implements WakeCalls {

	/** The JDK's own channels use 62. */
	private static final int HIGHEST_SIGNAL = 60;

	private static final int LOWEST_SIGNAL = 40;

	private static final int NONE = 0;

	/** struct sigaction: handler, 128 bytes of mask, flags, restorer. */
	private static final int SIGACTION_SIZE = 152;

	private static final int SIGSET_SIZE = 128;

	private final int signal;

	private final NativeBuffer onlyOurSignal = new NativeBuffer(SIGSET_SIZE);

	LinuxWakeCalls() {
		this.signal = claimSignal();
		int bit = this.signal - 1;
		this.onlyOurSignal.bytes().putLong(Long.BYTES * (bit / Long.SIZE), 1L << (bit % Long.SIZE));
	}

	/**
	 * All class loaders of a JVM, and whatever versions of this class they have, use one
	 * signal: it is known by its handler. Two that choose at the same moment choose the
	 * same, and install the same handler.
	 */
	private static int claimSignal() {
		// A function of one int without effect serves as the handler.
		long harmless = Pointer.nativeValue(NativeLibrary.getProcess().getFunction("abs"));
		int signal = find(harmless);
		if (signal == NONE) {
			signal = find(0);
			if (signal != NONE) {
				install(signal, harmless);
			}
		}
		if (signal != NONE) {
			return signal;
		}
		throw new UnsupportedPlatformException(
				"All real-time signals from " + LOWEST_SIGNAL + " to " + HIGHEST_SIGNAL
						+ " are in use in this process.",
				"Waiting for a lock needs one of them: see which library takes them.", null);
	}

	private static int find(long handler) {
		NativeBuffer action = new NativeBuffer(SIGACTION_SIZE);
		for (int signal = HIGHEST_SIGNAL; signal >= LOWEST_SIGNAL; signal--) {
			if (LinuxLibc.sigaction(signal, 0, action.address()) == 0 && action.bytes().getLong(0) == handler) {
				return signal;
			}
		}
		return NONE;
	}

	private static void install(int signal, long handler) {
		NativeBuffer action = new NativeBuffer(SIGACTION_SIZE);
		action.bytes().putLong(0, handler);
		int result = KeptAlive.during(LinuxLibc.sigaction(signal, action.address(), 0), action);
		if (result != 0) {
			throw new IllegalStateException("A signal that has no handler cannot be given one: " + signal);
		}
	}

	@Override
	public long prepare() {
		// A thread inherits its mask from whoever started it, which may be anything.
		require(LinuxLibc.pthread_sigmask(LinuxLibc.SIG_UNBLOCK, this.onlyOurSignal.address(), 0));
		return LinuxLibc.pthread_self();
	}

	@Override
	public void wake(long thread) {
		require(LinuxLibc.pthread_kill(thread, this.signal));
	}

	private static void require(int result) {
		if (result != 0) {
			throw new IllegalStateException("A thread cannot be signalled: " + Errno.describe(-result));
		}
	}

}
