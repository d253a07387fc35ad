/**
 * What an application can hear of its locks, as application events.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.event;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
