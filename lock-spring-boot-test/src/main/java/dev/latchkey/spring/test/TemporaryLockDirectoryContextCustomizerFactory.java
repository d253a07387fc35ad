package dev.latchkey.spring.test;

import java.util.List;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Gives each test context a lock directory of its own, which is removed when the context
 * is closed. Tests then neither meet each other's locks nor those of an application that
 * runs on the same machine. Nor do they claim the application's pid file. A test that
 * names {@code latchkey.directory} or {@code latchkey.daemon.pid-file} itself, by
 * {@code @SpringBootTest(properties = …)}, {@code @TestPropertySource} or
 * {@code @DynamicPropertySource}, gets what it names.
 */
public final class TemporaryLockDirectoryContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		return new TemporaryLockDirectoryContextCustomizer();
	}

}
