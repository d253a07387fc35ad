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

package dev.latchkey.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Configures locks for a test: also for one that has but a slice of the application, and
 * without locks where they would only be in the way.
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * &#64;AutoConfigureLatchkey(locking = AutoConfigureLatchkey.Locking.NONE)
 * class InvoicesTests {
 * </pre>
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("latchkey.test")
public @interface AutoConfigureLatchkey {

	/**
	 * Whether locks are locked. The property {@code latchkey.test.locking} is the same.
	 * @return what becomes of locks
	 */
	Locking locking() default Locking.REAL;

	/**
	 * What becomes of locks in a test.
	 */
	enum Locking {

		/**
		 * They are locked, in the test's lock directory.
		 */
		REAL,

		/**
		 * Every caller has them: annotated methods and templates run their code at once,
		 * with a hold in the context. Beans of lock-core, such as pack locks and claims,
		 * exclude the threads of this JVM. No file is made, on any system.
		 */
		NONE

	}

}
