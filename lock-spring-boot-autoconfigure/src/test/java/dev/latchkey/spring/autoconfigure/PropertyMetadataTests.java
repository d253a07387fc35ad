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

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows of the properties.
 */
class PropertyMetadataTests {

	private static final Set<String> WITHOUT_DEFAULT = Set.of("latchkey.daemon.pid-file",
			"latchkey.held-file.heartbeat-interval", "latchkey.tiers.enforcement", "management.endpoint.locks.roles");

	private final JsonNode metadata = metadata();

	@Test
	void allPropertiesAreThere() {
		assertThat(names("properties")).contains("latchkey.enabled", "latchkey.backend", "latchkey.directory",
				"latchkey.shared", "latchkey.wait-time", "latchkey.when-busy", "latchkey.named.sweep-after",
				"latchkey.held-file.stale-after", "latchkey.held-file.heartbeat-interval",
				"latchkey.held-file.poll-interval", "latchkey.claims.transition-timeout", "latchkey.writer.stale-after",
				"latchkey.writer.remote-stale-after", "latchkey.pack.file-name", "latchkey.max-native-waiters",
				"latchkey.remote-filesystem", "latchkey.tiers.enforcement", "latchkey.tiers.debug-profiles",
				"latchkey.daemon.pid-file", "latchkey.shutdown.timeout", "latchkey.integration.lock-registry",
				"latchkey.shedlock.lock-provider");
	}

	@Test
	void eachIsDescribedAndShowsItsDefault() {
		for (JsonNode property : this.metadata.get("properties")) {
			String name = property.get("name").stringValue();
			assertThat(property.path("description").asString("")).as(name).endsWith(".");
			assertThat(property.has("defaultValue")).as(name).isEqualTo(!WITHOUT_DEFAULT.contains(name));
		}
	}

	@Test
	void hintsAreOfPropertiesThatExist() {
		assertThat(names("hints")).isNotEmpty().isSubsetOf(names("properties"));
	}

	private Set<String> names(String array) {
		Set<String> names = new TreeSet<>();
		this.metadata.get(array).forEach((entry) -> names.add(entry.get("name").stringValue()));
		return names;
	}

	private static JsonNode metadata() {
		try {
			List<JsonNode> ours = new ArrayList<>();
			for (URL url : Collections.list(PropertyMetadataTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream stream = url.openStream()) {
					JsonNode metadata = new JsonMapper().readTree(stream);
					if (metadata.toString().contains("\"latchkey.enabled\"")) {
						ours.add(metadata);
					}
				}
			}
			assertThat(ours).hasSize(1);
			return ours.get(0);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
