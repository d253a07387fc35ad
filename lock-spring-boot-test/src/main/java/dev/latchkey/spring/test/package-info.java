/**
 * Help for tests of applications that use locks. With this module on the test class path
 * each test context has a lock directory of its own.
 * {@link dev.latchkey.spring.test.OtherProcess} holds a lock elsewhere, and
 * {@link dev.latchkey.spring.test.AutoConfigureLatchkey} switches locking off.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.test;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
