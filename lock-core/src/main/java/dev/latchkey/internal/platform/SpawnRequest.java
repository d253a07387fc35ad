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

package dev.latchkey.internal.platform;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A child process to be started, with all the descriptors that it gets.
 *
 * @param command the program and its arguments. A program without a slash is searched for
 * along this process's {@code PATH}, whatever the child's is; a relative one, and
 * relative places in the {@code PATH}, are relative to the child's directory.
 * @param environment the child's whole environment
 * @param directory the child's working directory, or {@code null} for this process's
 * @param input the descriptor of this process that becomes the child's standard input
 * @param output the one that becomes its standard output
 * @param error the one that becomes its standard error
 * @param inherited those that the child gets besides, from {@link #FIRST_INHERITED} on,
 * in this order
 */
public record SpawnRequest(List<String> command, Map<String, String> environment, @Nullable String directory, int input,
		int output, int error, List<Integer> inherited) {

	/** The number that the first inherited descriptor has in the child. */
	public static final int FIRST_INHERITED = 10;

}
