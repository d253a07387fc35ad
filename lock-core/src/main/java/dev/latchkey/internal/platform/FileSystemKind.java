package dev.latchkey.internal.platform;

/**
 * A kind of filesystem, as far as locks are concerned.
 *
 * @param name what people call it
 * @param local whether it is known that only this machine's kernel decides about its
 * locks
 * @param mappable whether a store into a mapped file needs no space, once that part of
 * the file was written
 */
public record FileSystemKind(String name, boolean local, boolean mappable) {

	/**
	 * The system did not tell.
	 */
	public static final FileSystemKind UNREADABLE = new FileSystemKind("unreadable", false);

	/**
	 * Creates a kind of filesystem whose files are not mapped.
	 * @param name what people call it
	 * @param local whether its locks are this machine's
	 */
	public FileSystemKind(String name, boolean local) {
		this(name, local, false);
	}

}
