@NullMarked
package dev.latchkey.spring.integration;

import org.jspecify.annotations.NullMarked;
