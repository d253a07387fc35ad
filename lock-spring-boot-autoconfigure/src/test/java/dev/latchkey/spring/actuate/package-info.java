@NullMarked
package dev.latchkey.spring.actuate;

import org.jspecify.annotations.NullMarked;
