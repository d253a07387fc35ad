@NullMarked
package dev.latchkey.order;

import org.jspecify.annotations.NullMarked;
