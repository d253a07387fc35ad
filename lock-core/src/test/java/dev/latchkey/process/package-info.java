@NullMarked
package dev.latchkey.process;

import org.jspecify.annotations.NullMarked;
