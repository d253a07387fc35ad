@NullMarked
package dev.latchkey.spring.diagnostics;

import org.jspecify.annotations.NullMarked;
