/**
 * What must hold between processes: forked JVMs that are killed and stopped.
 */
@NullMarked
package dev.latchkey.spring.process;

import org.jspecify.annotations.NullMarked;
