/**
 * File locks for other libraries: as a lock registry of Spring Integration, as a lock
 * provider of ShedLock, and as a fence around the rows of a database.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.integration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
