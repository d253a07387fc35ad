@NullMarked
package dev.latchkey.platform;

import org.jspecify.annotations.NullMarked;
