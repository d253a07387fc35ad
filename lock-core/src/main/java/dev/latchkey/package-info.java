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
 * What every lock shares: the hold you get, its identity and owner, the listener seam and
 * the exceptions. This package knows no file and no system call.
 *
 * <p>
 * Which lock fits which need:
 * <ul>
 * <li>{@link dev.latchkey.internal.heldfile.HeldFileLocks}: run a job in one process at a
 * time; the lock file exists only while the lock is held.</li>
 * <li>{@link dev.latchkey.internal.claim.ClaimDirectory}: own a key, and say something
 * about it that others can read while you own it.</li>
 * <li>{@link dev.latchkey.internal.writer.WriterLocks}: be the one writer of a data file,
 * also beside programs that take no flock.</li>
 * <li>{@link dev.latchkey.internal.pidfile.PidFile}: be the one running instance of a
 * program.</li>
 * <li>{@link dev.latchkey.internal.pack.PackLocks}: work on a directory that must not be
 * worked on twice at once, together with its workspace, backend and manifest; in one
 * order.</li>
 * <li>{@link dev.latchkey.keyed.MutationSerializer}: no lock but a queue, for work of
 * this process that must be done one by one for each key.</li>
 * </ul>
 */
@CheckReturnValue
@NullMarked
package dev.latchkey;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
