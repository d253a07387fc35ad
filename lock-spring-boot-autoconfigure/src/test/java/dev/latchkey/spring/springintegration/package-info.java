@NullMarked
package dev.latchkey.spring.springintegration;

import org.jspecify.annotations.NullMarked;
