/**
 * The examples of the README, as a new application has them.
 */
@NullMarked
package dev.latchkey.readme;

import org.jspecify.annotations.NullMarked;
