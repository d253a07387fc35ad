/**
 * Help for tests of applications that use locks. Having this module on the test class
 * path is all it takes: each test context gets a lock directory of its own.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.test;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
