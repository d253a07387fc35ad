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

package dev.latchkey.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.LockOptions;
import dev.latchkey.LockOrder;
import dev.latchkey.PidFile;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.NameCase;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.parts.Lazy;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.writer.WriterLocks;
import dev.latchkey.order.Enforcement;
import dev.latchkey.order.LockTiers;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockBackendSetupException;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.aop.LockDefinitionException;

/**
 * What the properties mean.
 */
final class LatchkeySettings {

	private static final Log logger = LogFactory.getLog(LatchkeySettings.class);

	private final LatchkeyProperties properties;

	LatchkeySettings(LatchkeyProperties properties) {
		this.properties = properties;
	}

	LockRuntime runtime(LockListener listener, LockOrder order) {
		return builder().listeners(List.of(listener))
			.log(new LocksLog())
			.order(order)
			.shared(this.properties.shared())
			.remoteFileSystemAllowed(this.properties.remoteFilesystem() == LatchkeyProperties.RemoteFilesystem.ALLOW)
			.pollInterval(this.properties.heldFile().pollInterval())
			.maxNativeWaiters(this.properties.maxNativeWaiters())
			.build();
	}

	/** An application whose locks are in a registry may use no file lock at all. */
	private LockRuntime.Builder builder() {
		if (isRegistry()) {
			return LockRuntime.builderOnAnySystem();
		}
		return isEnabled() ? LockRuntime.builder() : LockRuntime.withinJvm();
	}

	/** Without files, the waits of this process are shown to itself only. */
	LockRuntime runtimeOfWaits(LockRuntime runtime) {
		if (runtime.hasFileLocks()) {
			return runtime;
		}
		LockRuntime withinJvm = LockRuntime.withinJvm()
			.listeners(List.of(runtime.listener()))
			.log(new LocksLog())
			.build();
		withinJvm.close();
		return withinJvm;
	}

	LockTiers tiers(LockListener listener, Environment environment) {
		return new LockTiers(enforcement(environment), List.of(listener));
	}

	private Enforcement enforcement(Environment environment) {
		Enforcement enforcement = this.properties.tiers().enforcement();
		if (enforcement != null) {
			return enforcement;
		}
		String[] debug = this.properties.tiers().debugProfiles().toArray(new String[0]);
		return (debug.length > 0 && environment.acceptsProfiles(Profiles.of(debug))) ? Enforcement.FAIL
				: Enforcement.LOG;
	}

	LockOptions heldFileOptions() {
		return this.properties.heldFile().options();
	}

	LatchkeyParts parts(LockRuntime runtime, ActiveLocks active, Path directory, ObjectProvider<PackLocks> packs) {
		LockOptions options = heldFileOptions();
		return new LatchkeyParts(runtime, active, directory, options,
				new NamedLocks(runtime, directory, options, this.properties.named().sweepAfter()),
				new HeldFileLocks(runtime, options), new WriterLocks(runtime, this.properties.writer().options()),
				Lazy.of(() -> ClaimDirectory.open(directory, runtime, this.properties.claims().transitionTimeout()),
						ClaimDirectory::close),
				Lazy.of(packs::getObject, (closed) -> {
				}));
	}

	PackLocks packLocks(LockRuntime runtime) {
		return new PackLockFiles(runtime, this.properties.pack().fileName());
	}

	PidFile pidFile(LockRuntime runtime, Environment environment) {
		return new PidFileLock(runtime,
				path("daemon.pid-file", String.valueOf(this.properties.daemon().pidFile()), environment));
	}

	/**
	 * Refuses adapters whose library is missing: they would be left out in silence.
	 * @throws LockBackendSetupException if one is missing
	 */
	void requireLibraries(@Nullable ClassLoader classLoader) {
		require(this.properties.shedlock().lockProvider(), "latchkey.shedlock.lock-provider",
				"net.javacrumbs.shedlock.core.LockProvider", "net.javacrumbs.shedlock:shedlock-spring", classLoader);
		require(this.properties.integration().lockRegistry(), "latchkey.integration.lock-registry",
				"org.springframework.integration.support.locks.LockRegistry",
				"org.springframework.boot:spring-boot-starter-integration", classLoader);
	}

	private static void require(boolean wanted, String property, String type, String library,
			@Nullable ClassLoader classLoader) {
		if (wanted && !ClassUtils.isPresent(type, classLoader)) {
			throw new LockBackendSetupException("The property " + property
					+ " is true, and its library is not on the class path: there is no " + type + ".",
					"Add the dependency " + library + ", or remove the property.");
		}
	}

	/** Without locks nothing leaves this JVM. */
	boolean isEnabled() {
		return this.properties.enabled();
	}

	/**
	 * Requires that locks are on or off as in a parent context. Parent and child share
	 * what is about files, so one of them cannot lock without the other.
	 * @param parent the settings of the parent context
	 * @throws LockDefinitionException if only one of them has locks
	 */
	void requireEnabledAs(LatchkeySettings parent) {
		if (isEnabled() != parent.isEnabled()) {
			throw new LockDefinitionException(
					"A child context has latchkey.enabled=" + isEnabled()
							+ ", and its parent, whose locks it uses, has latchkey.enabled=" + parent.isEnabled() + ".",
					"Set latchkey.enabled=" + parent.isEnabled() + " in the child, or change both.", null);
		}
	}

	boolean isRegistry() {
		return isEnabled() && this.properties.backend() == LatchkeyProperties.Backend.LOCK_REGISTRY;
	}

	LockBackend backend(ObjectProvider<LockBackend> registry, LockBackend files) {
		return isRegistry() ? registry.getIfAvailable(LatchkeySettings::withoutRegistry) : files;
	}

	private static LockBackend withoutRegistry() {
		throw new LockBackendSetupException(
				"With latchkey.backend=lock-registry the locks are in a LockRegistry of Spring Integration, which is not on "
						+ "the class path.",
				"Add the dependency of the registry that you want: spring-integration-jdbc, spring-integration-redis "
						+ "or spring-integration-zookeeper; or remove the property to have the locks in files.");
	}

	Duration waitTime() {
		return this.properties.waitTime();
	}

	WhenBusy whenBusy() {
		return WhenBusy.valueOf(this.properties.whenBusy().name());
	}

	ReleaseAfter releaseAfter() {
		return this.properties.releaseAfter();
	}

	Duration shutdownTimeout() {
		return this.properties.shutdown().timeout();
	}

	LockDirectory directory(Environment environment, NameCase nameCase) {
		String directory = this.properties.directory();
		return new LockDirectory(StringUtils.hasText(directory) ? path("directory", directory, environment)
				: defaultDirectory(environment, nameCase), nameCase == NameCase.COUNTS);
	}

	/** Returns what is told at start-up about the locks that are in files. */
	String aboutLocks(Path directory, LockRuntime runtime, Environment environment) {
		if (!runtime.hasFileLocks()) {
			return "There are no claims or other locks in files on this system: " + runtime.platformName();
		}
		String shared = (StringUtils.hasText(this.properties.directory()) || hasName(environment)) ? ""
				: ", which all applications of this user share that have no spring.application.name";
		List<String> degraded = runtime.degraded();
		return (isRegistry() ? "Claims of this machine are in '" : "Cross-process locks are in '") + directory + "'"
				+ shared + (degraded.isEmpty() ? ""
						: ". On " + runtime.platformName() + ", unlike Linux: " + String.join("; ", degraded));
	}

	/** Returns the path that a property says, and warns if it is relative. */
	private static Path path(String property, String value, Environment environment) {
		Path given = InvalidValues.blame(property, value,
				() -> LockPaths.inHome(value, environment.getProperty("user.home", "")));
		if (!given.isAbsolute()) {
			logger.warn("latchkey." + property + "=" + value + " is relative. It means '" + given.toAbsolutePath()
					+ "', and processes that are started in another directory use another one: they exclude nothing. "
					+ "Set an absolute path");
		}
		return given;
	}

	private static Path home(Environment environment) {
		return Path.of(environment.getProperty("user.home", ""));
	}

	private static boolean hasName(Environment environment) {
		return StringUtils.hasText(environment.getProperty("spring.application.name", ""));
	}

	/** Where the case of names does not count, capitals need not be escaped here. */
	private Path defaultDirectory(Environment environment, NameCase nameCase) {
		String name = environment.getProperty("spring.application.name", "");
		String application = (nameCase == NameCase.IS_FOLDED) ? name.toLowerCase(Locale.ROOT) : name;
		Path home = home(environment);
		Path directory = home.resolve(".latchkey")
			.resolve(LockFileNames.escape(StringUtils.hasText(application) ? application : "application", nameCase));
		if (!home.isAbsolute() && isEnabled()) {
			throw new LockFileException(directory,
					"would be the lock directory, but this user has no home directory to put it in", 0,
					"Set latchkey.directory");
		}
		return directory;
	}

}
