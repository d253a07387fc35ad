/**
 * Annotated beans over each backend that keeps locks.
 */
@NullMarked
package dev.latchkey.backend;

import org.jspecify.annotations.NullMarked;
