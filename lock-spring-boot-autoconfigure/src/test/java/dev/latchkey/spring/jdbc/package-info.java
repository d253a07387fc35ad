@NullMarked
package dev.latchkey.spring.jdbc;

import org.jspecify.annotations.NullMarked;
