@NullMarked
package dev.latchkey.pack;

import org.jspecify.annotations.NullMarked;
