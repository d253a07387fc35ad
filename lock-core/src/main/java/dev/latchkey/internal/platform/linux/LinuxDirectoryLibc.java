package dev.latchkey.internal.platform.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library for reading directories; see readdir(3).
 */
final class LinuxDirectoryLibc {

	static {
		Native.register(LinuxDirectoryLibc.class, NativeLibrary.getProcess());
	}

	private LinuxDirectoryLibc() {
	}

	static native long opendir(long path);

	static native long readdir(long directory);

	static native int closedir(long directory);

}
