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

package dev.latchkey.sample.board;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of rivals: other instances that this one starts.
 *
 * @param limit How many may run at once.
 * @param arguments What a rival is started with, beside what this instance was started
 * with.
 * @param self Whether this instance is a rival itself: it then ends with the one that has
 * started it, and starts none.
 */
@ConfigurationProperties("sample.rival")
public record RivalProperties(@DefaultValue("5") int limit, @DefaultValue List<String> arguments, boolean self) {

}
