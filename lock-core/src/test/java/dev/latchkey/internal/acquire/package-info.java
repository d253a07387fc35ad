@NullMarked
package dev.latchkey.internal.acquire;

import org.jspecify.annotations.NullMarked;
