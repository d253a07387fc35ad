@NullUnmarked
package dev.latchkey.waits;

import org.jspecify.annotations.NullUnmarked;
