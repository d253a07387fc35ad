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

import java.util.function.Supplier;

import dev.latchkey.UnsupportedPlatformException;

/**
 * A system, by what can be called of it.
 *
 * @param files what locks do with files
 * @param processes what locks ask about processes
 * @param wakes how waiting threads are called back
 * @param watches how the system tells that files change
 * @param spawns how child processes are started that inherit locks
 * @param traits what the system is called and offers
 */
public record Platform(FileCalls files, ProcessCalls processes, WakeCalls wakes, WatchCalls watches, SpawnCalls spawns,
		PlatformTraits traits) {

	/**
	 * Returns a platform that is no larger than this JVM: files and locks are in its
	 * memory, and no other process sees them. It works on any system.
	 * @return the platform, always the same object
	 */
	public static Platform withinJvm() {
		return MemoryPlatform.PLATFORM;
	}

	/**
	 * Returns this platform without file locks, for applications that use none: whatever
	 * is done with a file fails.
	 * @param name the system's name, for people
	 * @param reason makes the exception of that failure, each time
	 * @return the platform, which is not said to lack anything else
	 */
	public Platform withoutFileLocks(String name, Supplier<UnsupportedPlatformException> reason) {
		return new Platform(RefusedFiles.because(reason), this.processes, this.wakes, this.watches, this.spawns,
				PlatformTraits.complete(name));
	}

	/**
	 * Returns whether there are file locks.
	 * @return whether something can be done with files
	 */
	public boolean hasFileLocks() {
		return !RefusedFiles.are(this.files);
	}

	/**
	 * Returns whether this platform is no larger than this JVM.
	 * @return whether files and locks are in memory
	 */
	public boolean isWithinJvm() {
		return this.files instanceof MemoryFiles;
	}

}
