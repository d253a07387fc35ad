package dev.latchkey.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockType;

/**
 * Runs a test once for each {@link LockType} that has a file.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@EnumSource(value = LockType.class, mode = EnumSource.Mode.EXCLUDE, names = "REGISTRY")
public @interface EachFileLock {

}
