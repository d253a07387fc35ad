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

/**
 * The one instance of a program: its pid file, how it is stopped safely, what it says
 * about itself while it runs, and a loop for programs that do a piece of work again and
 * again.
 *
 * <p>
 * The pid file has the process id in decimal digits and is locked by flock(2) as long as
 * the process lives. A process is signalled only if the kernel names it as the holder of
 * that lock, so a process that has got the number of a dead one is left alone.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.daemon;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
