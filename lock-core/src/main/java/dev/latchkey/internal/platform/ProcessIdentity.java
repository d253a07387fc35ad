package dev.latchkey.internal.platform;

/**
 * A process, told from all others past and present on this machine.
 *
 * @param pid its number in its namespace
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param bootId which start of the machine it belongs to; where that is hidden, a text
 * that no other process has
 * @param pidNamespace the inode number of the namespace that its number is from, or 0
 * where that is hidden
 * @param host the machine's name, for people
 */
public record ProcessIdentity(long pid, long startTicks, String bootId, long pidNamespace, String host) {
}
