@NullMarked
package dev.latchkey.internal.pack;

import org.jspecify.annotations.NullMarked;
