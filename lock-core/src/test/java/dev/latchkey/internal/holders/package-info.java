@NullMarked
package dev.latchkey.internal.holders;

import org.jspecify.annotations.NullMarked;
