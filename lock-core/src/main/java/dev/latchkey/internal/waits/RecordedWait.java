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

package dev.latchkey.internal.waits;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;

/**
 * A wait, as its process tells of it.
 *
 * @param lock the lock that is waited for
 * @param since when the wait began, by the wall clock
 * @param until when it ends without the lock, or {@code null} if it has no limit
 * @param thread the name of the thread that waits, or {@code null} if it is none's
 * @param callSite where in the program that is, or {@code null} if that is not known
 * @param holds the files of the locks that the waiting thread holds
 */
public record RecordedWait(LockId lock, Instant since, @Nullable Instant until, @Nullable String thread,
		@Nullable String callSite, List<Path> holds) {

}
