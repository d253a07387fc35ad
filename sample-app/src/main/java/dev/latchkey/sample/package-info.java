/**
 * A small real application: a workspace of packs, each refreshed from a remote folder,
 * and a manifest of what has changed. Start it several times: all instances share one
 * workspace, and take turns.
 */
@NullMarked
package dev.latchkey.sample;

import org.jspecify.annotations.NullMarked;
