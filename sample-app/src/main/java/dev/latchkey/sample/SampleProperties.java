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

package dev.latchkey.sample;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the sample application.
 *
 * @param workspace Directory of the workspace, which is made if it is missing. All
 * instances that name the same one share it; by default that is one in the home
 * directory, so that it does not depend on where an instance is started.
 * @param remoteLatency How long the remote folder takes for each file.
 * @param syncInterval How long to wait between scheduled syncs.
 */
@ConfigurationProperties("sample")
public record SampleProperties(Path workspace, @DefaultValue("1s") Duration remoteLatency,
		@DefaultValue("5s") Duration syncInterval) {

}
