@NullMarked
package dev.latchkey.sample.board;

import org.jspecify.annotations.NullMarked;
