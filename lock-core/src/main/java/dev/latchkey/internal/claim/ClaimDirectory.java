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

package dev.latchkey.internal.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.claim.Claims;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.NameCase;
import dev.latchkey.internal.wait.Deadline;

/**
 * The claims of a directory.
 */
public final class ClaimDirectory implements Claims, AutoCloseable {

	/** How long a peer may stay between free and held before it is not waited for. */
	public static final Duration DEFAULT_TRANSITION_TIMEOUT = Duration.ofSeconds(1);

	private static final String GATE = ".lock";

	private final LockRuntime runtime;

	private final Path path;

	private final IdleFiles<ClaimFiles> cache;

	private final Duration transitionTimeout;

	private final NameCase nameCase;

	private ClaimDirectory(LockRuntime runtime, Path path, Duration transitionTimeout) {
		this.runtime = runtime;
		this.path = path;
		this.cache = new IdleFiles<>(runtime);
		this.transitionTimeout = transitionTimeout;
		this.nameCase = runtime.nameCase();
	}

	/**
	 * Opens a directory.
	 * @param path the directory, which is made if it is missing; neither a link nor
	 * writable for all users
	 * @param runtime the runtime
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path, LockRuntime runtime) {
		return open(path, runtime, DEFAULT_TRANSITION_TIMEOUT);
	}

	/**
	 * Opens a directory.
	 * @param path the directory, which is made if it is missing
	 * @param runtime the runtime
	 * @param transitionTimeout how long a peer may stay between free and held, in either
	 * direction, before readers and tries stop waiting for it; one second is usual
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path, LockRuntime runtime, Duration transitionTimeout) {
		if (transitionTimeout.isNegative() || transitionTimeout.isZero()) {
			throw new IllegalArgumentException("The transition timeout must be positive, not " + transitionTimeout);
		}
		Path absolute = LockPaths.absolute(path);
		if (runtime.hasFileLocks()) {
			runtime.directories().require(absolute);
		}
		return new ClaimDirectory(runtime, absolute, transitionTimeout);
	}

	@Override
	public Path path() {
		return this.path;
	}

	@Override
	public ClaimLock claim(String key, byte[] content) {
		requireShort(content);
		return new ClaimLock(this, id(key), content.clone(), LockOptions.defaults());
	}

	@Override
	public Optional<byte[]> read(String key) {
		return reader(key).read();
	}

	@Override
	public boolean awaitHeld(String key, Duration timeout) throws InterruptedException {
		return reader(key).awaitHeld(Deadline.after(timeout));
	}

	@Override
	public Optional<byte[]> awaitContent(String key, Predicate<byte[]> wanted, Duration timeout)
			throws InterruptedException {
		return reader(key).awaitContent(wanted, Deadline.after(timeout));
	}

	@Override
	public boolean awaitReleased(String key, Duration timeout) throws InterruptedException {
		return reader(key).awaitReleased(Deadline.after(timeout));
	}

	@Override
	public List<LockInspection> list() {
		return new ClaimList(this, this.runtime, this.transitionTimeout).read();
	}

	/**
	 * Closes the files that are kept open for the next acquisition. Claims that are held
	 * stay held, and waits go on. The directory may still be used, but keeps no files
	 * open any more.
	 */
	@Override
	public void close() {
		this.cache.close();
	}

	ClaimProtocol protocol(LockId id, byte[] content) {
		return new ClaimProtocol(this.runtime, this.cache, this.transitionTimeout, id, content);
	}

	LockRuntime runtime() {
		return this.runtime;
	}

	static void requireShort(byte[] content) {
		if (content.length > LONGEST_CONTENT) {
			throw new IllegalArgumentException("The content of a claim has at most " + LONGEST_CONTENT + " bytes, not "
					+ content.length + ". Put it into a file, and name that file in the content");
		}
	}

	private LockId id(String key) {
		LockId known = this.cache.idOf(key);
		return (known != null) ? known : new LockId(LockType.CLAIM, key, this.path.resolve(gateName(escape(key))));
	}

	/**
	 * Returns the identity of a claim whose files have been found.
	 * @param name the escaped key: the name of its files without their endings
	 * @return the identity, by the key, or by the name if that has only a digest of it
	 */
	LockId idOf(String name) {
		return new LockId(LockType.CLAIM, LockFileNames.unescape(name, this.nameCase).orElse(name),
				this.path.resolve(gateName(name)));
	}

	ClaimReader reader(String key) {
		return readerOf(escape(key));
	}

	private String escape(String key) {
		return LockFileNames.escape(key, this.nameCase);
	}

	ClaimReader readerOf(String name) {
		return new ClaimReader(this.runtime, this.transitionTimeout, this.path.resolve(gateName(name)),
				this.path.resolve(announceName(name)));
	}

	static String gateName(String escapedKey) {
		return escapedKey + GATE;
	}

	static Path announceOf(LockId id) {
		String gate = String.valueOf(id.path().getFileName());
		return id.path().resolveSibling(announceName(gate.substring(0, gate.length() - GATE.length())));
	}

	static String announceName(String escapedKey) {
		return escapedKey + ".live.lock";
	}

}
