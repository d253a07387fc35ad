package dev.latchkey.platform;

/**
 * A kind of filesystem, as far as locks are concerned.
 *
 * @param name what people call it
 * @param local whether it is known that only this machine's kernel decides about its
 * locks
 */
public record FileSystemKind(String name, boolean local) {

	/**
	 * The system did not tell.
	 */
	public static final FileSystemKind UNREADABLE = new FileSystemKind("unreadable", false);

}
