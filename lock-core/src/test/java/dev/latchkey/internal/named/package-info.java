@NullMarked
package dev.latchkey.internal.named;

import org.jspecify.annotations.NullMarked;
