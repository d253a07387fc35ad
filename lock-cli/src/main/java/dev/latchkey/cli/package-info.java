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
 * The command line: {@link dev.latchkey.cli.LatchkeyCommand} has one class for each of
 * its commands. It works on the named locks of a directory, whether or not an application
 * uses them.
 */
@NullMarked
package dev.latchkey.cli;

import org.jspecify.annotations.NullMarked;
