@NullUnmarked
package dev.latchkey.internal.waits;

import org.jspecify.annotations.NullUnmarked;
