@NullMarked
package dev.latchkey.spring.test;

import org.jspecify.annotations.NullMarked;
