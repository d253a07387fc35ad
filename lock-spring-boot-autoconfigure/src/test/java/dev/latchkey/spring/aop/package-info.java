@NullMarked
package dev.latchkey.spring.aop;

import org.jspecify.annotations.NullMarked;
