@NullMarked
package dev.latchkey.internal.platform.linux;

import org.jspecify.annotations.NullMarked;
