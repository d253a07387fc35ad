/**
 * The protocol of locks whose file exists only while they are held, for all formats of
 * such files. The steps are described in {@code docs/protocols.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.ephemeral;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
