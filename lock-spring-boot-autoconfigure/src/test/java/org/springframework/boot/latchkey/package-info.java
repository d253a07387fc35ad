/**
 * Beans of an application that are in a package of Spring Boot.
 */
@NullMarked
package org.springframework.boot.latchkey;

import org.jspecify.annotations.NullMarked;
