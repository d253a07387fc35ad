/**
 * Classes of another package than those that extend them.
 */
@NullMarked
package dev.latchkey.spring.aop.elsewhere;

import org.jspecify.annotations.NullMarked;
