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

package dev.latchkey.internal.platform.portable;

import java.util.function.Supplier;

/**
 * By which calls files are locked.
 */
enum Primitive {

	/** The JDK's file channels. */
	CHANNEL(() -> ChannelLocks.ofJvm(JdkFiles.ofThisSystem())),

	/** The system call flock. */
	FLOCK(FlockLocks::load);

	@SuppressWarnings("ImmutableEnumChecker") // the suppliers have no state
	private final Supplier<FileLocks> locks;

	Primitive(Supplier<FileLocks> locks) {
		this.locks = locks;
	}

	FileLocks locks() {
		return this.locks.get();
	}

}
