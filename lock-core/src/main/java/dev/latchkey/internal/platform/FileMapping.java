package dev.latchkey.internal.platform;

import java.nio.ByteBuffer;

/**
 * The beginning of a file, mapped into memory and shared with all that map, read or write
 * the same file. The memory is gone when the mapping is ended: a later access ends the
 * JVM.
 *
 * @param bytes the bytes of the file
 * @param address where the system finds them
 */
public record FileMapping(ByteBuffer bytes, long address) {
}
