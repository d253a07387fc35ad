@NullMarked
package dev.latchkey.internal.lockfile;

import org.jspecify.annotations.NullMarked;
