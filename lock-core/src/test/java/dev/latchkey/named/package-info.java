@NullMarked
package dev.latchkey.named;

import org.jspecify.annotations.NullMarked;
