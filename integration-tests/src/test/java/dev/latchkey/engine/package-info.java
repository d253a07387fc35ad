/**
 * Annotated beans over each engine that keeps locks.
 */
@NullMarked
package dev.latchkey.engine;

import org.jspecify.annotations.NullMarked;
