@NullMarked
package dev.latchkey.internal.heldfile;

import org.jspecify.annotations.NullMarked;
