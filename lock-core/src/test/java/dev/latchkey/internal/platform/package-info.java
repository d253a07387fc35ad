@NullMarked
package dev.latchkey.internal.platform;

import org.jspecify.annotations.NullMarked;
