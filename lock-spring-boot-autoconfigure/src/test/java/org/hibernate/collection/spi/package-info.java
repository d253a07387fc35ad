/**
 * A stand-in: collections that load their elements are recognized by the name of this
 * type.
 */
@NullMarked
package org.hibernate.collection.spi;

import org.jspecify.annotations.NullMarked;
