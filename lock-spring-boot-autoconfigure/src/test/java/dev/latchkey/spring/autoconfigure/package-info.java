@NullMarked
package dev.latchkey.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
