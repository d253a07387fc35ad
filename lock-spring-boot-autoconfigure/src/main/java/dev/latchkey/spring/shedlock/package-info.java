/**
 * File locks as a lock provider of ShedLock.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.shedlock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
