@NullMarked
package dev.latchkey.platform.linux;

import org.jspecify.annotations.NullMarked;
