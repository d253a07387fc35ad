@NullMarked
package dev.latchkey.daemon;

import org.jspecify.annotations.NullMarked;
