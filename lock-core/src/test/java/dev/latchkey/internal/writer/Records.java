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

package dev.latchkey.internal.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.platforms.Platforms;

/**
 * Lock files as programs without flock leave them.
 */
final class Records {

	/** No process has this number: it is above the kernel's greatest. */
	static final long DEAD = 1 << 30;

	private static final UUID WRITER = UUID.fromString("6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10");

	private Records() {
	}

	static ProcessIdentity self() {
		return Platforms.current().processes().self();
	}

	static WriterLockRecord ofThisHost(long pid, Duration age) {
		return of(pid, self().host(), age);
	}

	static WriterLockRecord of(long pid, String host, Duration age) {
		return new WriterLockRecord(pid, host, WriterLockRecord.nanos(Instant.now().minus(age)), WRITER);
	}

	/** The same with another time, as if its writer had not refreshed it. */
	private static WriterLockRecord aged(WriterLockRecord record, Duration age) {
		return new WriterLockRecord(record.pid(), record.host(), WriterLockRecord.nanos(Instant.now().minus(age)),
				record.writerId());
	}

	/** Write an old time into a living writer's file, which stays locked. */
	static void overwrite(Path file, Duration age) throws IOException {
		WriterLockRecord record = ((WriterLockRecord.Valid) WriterLockRecord.decode(Files.readAllBytes(file)))
			.content();
		Files.write(file, aged(record, age).encode(), StandardOpenOption.WRITE);
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
	}

	static void write(Path file, byte[] content, Duration age) throws IOException {
		Files.write(file, content);
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
	}

}
