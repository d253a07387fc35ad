package dev.latchkey.internal.platform;

import java.nio.file.Path;

/**
 * A path, encoded once for the system.
 */
public final class NativePath {

	private final Path path;

	private final NativeBuffer encoded;

	private NativePath(Path path, NativeBuffer encoded) {
		this.path = path;
		this.encoded = encoded;
	}

	/**
	 * Encode a path.
	 * @param path the path
	 * @return the encoded path
	 */
	public static NativePath of(Path path) {
		return new NativePath(path, NativeStrings.of(NativeStrings.bytes(path)));
	}

	/**
	 * Return the path.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Return where the system finds the path's bytes, ended by a zero.
	 * @return the address
	 */
	public long address() {
		return this.encoded.address();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
