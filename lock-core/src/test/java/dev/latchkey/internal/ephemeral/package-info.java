@NullMarked
package dev.latchkey.internal.ephemeral;

import org.jspecify.annotations.NullMarked;
