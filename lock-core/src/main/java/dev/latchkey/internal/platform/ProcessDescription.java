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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process, as people know it.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param startedAt when it started, by the wall clock, or {@code null} if that is not
 * known
 * @param executable the program that it runs
 * @param commandLine the program with its arguments, where readable
 * @param state the kernel's letter for what it does: {@code T} is stopped, {@code Z} is
 * dead and not yet reaped
 */
public record ProcessDescription(long pid, long startTicks, @Nullable Instant startedAt, String executable,
		String commandLine, char state) {
}
