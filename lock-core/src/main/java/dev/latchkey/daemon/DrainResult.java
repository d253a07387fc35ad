package dev.latchkey.daemon;

/**
 * What came of one piece of a daemon's work.
 *
 * @param attempted how many items were tried
 * @param confirmed how many of them succeeded
 */
public record DrainResult(long attempted, long confirmed) {

}
