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

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the {@code locks} endpoint.
 *
 * @param showValues When to show keys of locks and arguments of processes.
 * @param roles Roles that are shown values when they are shown to authorized users only.
 * When empty, all authenticated users are.
 * @since 0.1
 */
@ConfigurationProperties("management.endpoint.locks")
public record LocksEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
