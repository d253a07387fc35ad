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

import java.util.Optional;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Finds beans that exist already, and creates none: what is only watched is not needed.
 */
final class CreatedBeans {

	private CreatedBeans() {
	}

	/**
	 * Finds a singleton that has been created, here or in a parent.
	 * @param beans the bean factory
	 * @param type the type of the bean
	 * @return the bean, empty if there is none yet
	 */
	static <T> Optional<T> find(BeanFactory beans, Class<T> type) {
		if (!(beans instanceof ConfigurableListableBeanFactory factory)) {
			return Optional.empty();
		}
		for (String name : factory.getBeanNamesForType(type, false, false)) {
			if (factory.containsSingleton(name)) {
				return Optional.of(factory.getBean(name, type));
			}
		}
		BeanFactory parent = factory.getParentBeanFactory();
		if (parent instanceof ConfigurableApplicationContext context) {
			return find(context.getBeanFactory(), type);
		}
		return (parent != null) ? find(parent, type) : Optional.empty();
	}

}
