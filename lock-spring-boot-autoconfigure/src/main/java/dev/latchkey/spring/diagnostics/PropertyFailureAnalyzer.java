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

package dev.latchkey.spring.diagnostics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Names the property whose value cannot be. What fails is the binding of the group that
 * it is in, and the analyzer of that would name the group; so this one comes before.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private final @Nullable Environment environment;

	PropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		InvalidConfigurationPropertyValueException invalid = findCause(cause,
				InvalidConfigurationPropertyValueException.class);
		return (invalid != null && invalid.getName().startsWith("latchkey.")) ? analysis(invalid) : null;
	}

	private FailureAnalysis analysis(InvalidConfigurationPropertyValueException invalid) {
		ConfigurationProperty property = find(invalid.getName());
		Object value = (property != null) ? property.getValue() : invalid.getValue();
		Origin origin = (property != null) ? property.getOrigin() : null;
		String description = "Invalid value '" + value + "' for configuration property '" + invalid.getName() + "'"
				+ ((origin != null) ? " (originating from '" + origin + "')" : "") + ":\n\n    " + invalid.getReason();
		return new FailureAnalysis(description, "Correct the value, or remove it to have the default.", invalid);
	}

	private @Nullable ConfigurationProperty find(String name) {
		if (this.environment != null) {
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
				if (property != null) {
					return property;
				}
			}
		}
		return null;
	}

}
