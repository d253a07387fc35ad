@NullMarked
package dev.latchkey.internal.pidfile;

import org.jspecify.annotations.NullMarked;
