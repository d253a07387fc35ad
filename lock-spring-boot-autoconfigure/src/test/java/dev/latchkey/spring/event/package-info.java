@NullMarked
package dev.latchkey.spring.event;

import org.jspecify.annotations.NullMarked;
