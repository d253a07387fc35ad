/**
 * The live board at {@code /}: who holds which lock and who waits, across processes, and
 * rivals to start, stop and kill. One thread looks at the locks while somebody watches;
 * what it saw goes to all who watch, as server-sent events.
 */
@NullMarked
package dev.latchkey.sample.board;

import org.jspecify.annotations.NullMarked;
