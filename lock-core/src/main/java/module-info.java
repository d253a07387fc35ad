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

/**
 * Locks between the processes of a machine. {@link dev.latchkey.Latchkey} creates them.
 *
 * <p>
 * JNA makes the native calls, so an application runs with
 * {@code --enable-native-access=com.sun.jna}. The state file of a daemon
 * ({@link dev.latchkey.daemon.DaemonStateFile}) needs the module
 * {@code tools.jackson.core}, which this module does not require: the application
 * requires it.
 */
@SuppressWarnings({ "module", "requires-automatic" }) // JNA, and modules that use this one
module dev.latchkey {

	requires com.sun.jna;
	requires jdk.unsupported;

	requires static transitive org.jspecify;
	requires static com.google.errorprone.annotations;
	requires static context.propagation;
	requires static jdk.jfr;
	requires static tools.jackson.core;

	exports dev.latchkey;
	exports dev.latchkey.claim;
	exports dev.latchkey.daemon;
	exports dev.latchkey.keyed;
	exports dev.latchkey.order;
	exports dev.latchkey.pack;

	exports dev.latchkey.internal.acquire to dev.latchkey.spring, dev.latchkey.spring.test;
	exports dev.latchkey.internal.claim to dev.latchkey.spring;
	exports dev.latchkey.internal.heldfile to dev.latchkey.spring, dev.latchkey.spring.test;
	exports dev.latchkey.internal.holders to dev.latchkey.spring;
	exports dev.latchkey.internal.lockfile to dev.latchkey.spring;
	exports dev.latchkey.internal.named to dev.latchkey.spring, dev.latchkey.spring.test;
	exports dev.latchkey.internal.pack to dev.latchkey.spring;
	exports dev.latchkey.internal.parts to dev.latchkey.spring;
	exports dev.latchkey.internal.pidfile to dev.latchkey.spring;
	exports dev.latchkey.internal.wait to dev.latchkey.spring;
	exports dev.latchkey.internal.waits to dev.latchkey.spring;
	exports dev.latchkey.internal.writer to dev.latchkey.spring;

}
