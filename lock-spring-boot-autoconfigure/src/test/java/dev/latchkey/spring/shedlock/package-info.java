@NullMarked
package dev.latchkey.spring.shedlock;

import org.jspecify.annotations.NullMarked;
