package dev.latchkey.spring.autoconfigure;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.latchkey.internal.acquire.LockRuntime;

/**
 * Links the native calls in the background while the application context is prepared.
 * Most of that time JNA unpacks a library and asks {@code ldconfig} for the paths of
 * others. A failure is kept and fails the start when the locks are configured.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlatformPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		LockRuntime.Builder unused = LockRuntime.builder();
	}

}
