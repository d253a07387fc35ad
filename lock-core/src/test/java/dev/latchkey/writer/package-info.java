@NullMarked
package dev.latchkey.writer;

import org.jspecify.annotations.NullMarked;
