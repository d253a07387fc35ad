@NullMarked
package dev.latchkey.keyed;

import org.jspecify.annotations.NullMarked;
