/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
