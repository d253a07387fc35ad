@NullMarked
package dev.latchkey.sample;

import org.jspecify.annotations.NullMarked;
