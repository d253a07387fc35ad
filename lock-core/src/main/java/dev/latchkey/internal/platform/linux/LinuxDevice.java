package dev.latchkey.internal.platform.linux;

/**
 * Device numbers: {@code statx} and {@code /proc/locks} tell them as major and minor.
 */
final class LinuxDevice {

	private LinuxDevice() {
	}

	static long encode(int major, int minor) {
		return ((long) major << 32) | (minor & 0xffffffffL);
	}

}
