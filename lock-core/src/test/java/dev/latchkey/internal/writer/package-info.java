@NullMarked
package dev.latchkey.internal.writer;

import org.jspecify.annotations.NullMarked;
