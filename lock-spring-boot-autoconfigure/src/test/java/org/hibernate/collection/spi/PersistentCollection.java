package org.hibernate.collection.spi;

/**
 * Has nothing but its name.
 */
public interface PersistentCollection {

}
