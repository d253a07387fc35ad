@NullMarked
package dev.latchkey.heldfile;

import org.jspecify.annotations.NullMarked;
