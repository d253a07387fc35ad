/**
 * Fencing tokens in the rows of a database.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
