@NullMarked
package dev.latchkey.internal.spawn;

import org.jspecify.annotations.NullMarked;
