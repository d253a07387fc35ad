package dev.latchkey.sample;

/**
 * What the leader says about itself, as the content of its claim.
 *
 * @param port the port that it listens on
 * @param pid its process id
 */
record Leader(int port, long pid) {

}
