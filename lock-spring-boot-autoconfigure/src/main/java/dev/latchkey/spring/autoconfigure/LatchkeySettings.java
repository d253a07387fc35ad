package dev.latchkey.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.util.StringUtils;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.daemon.PidFile;
import dev.latchkey.file.LockFileNames;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.heldfile.HeldFileOptions;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockEngineSetupException;
import dev.latchkey.spring.NamedLocks;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.tier.Enforcement;
import dev.latchkey.tier.LockTiers;
import dev.latchkey.writer.WriterLockOptions;

/**
 * What the properties mean.
 */
final class LatchkeySettings {

	private final LatchkeyProperties properties;

	LatchkeySettings(LatchkeyProperties properties) {
		this.properties = properties;
	}

	LockRuntime runtime(List<LockListener> listeners, LockOrder order) {
		return (isEnabled() ? LockRuntime.builder() : LockRuntime.withinJvm()).listeners(listeners)
			.log(new LocksLog())
			.order(order)
			.shared(this.properties.shared())
			.remoteFileSystemAllowed(this.properties.remoteFilesystem() == LatchkeyProperties.RemoteFilesystem.ALLOW)
			.pollInterval(this.properties.heldFile().pollInterval())
			.maxNativeWaiters(this.properties.maxNativeWaiters())
			.build();
	}

	LockTiers tiers(List<LockListener> listeners, Environment environment) {
		return new LockTiers(enforcement(environment), listeners);
	}

	private Enforcement enforcement(Environment environment) {
		String[] debug = this.properties.tiers().debugProfiles().toArray(String[]::new);
		return switch (this.properties.tiers().enforcement()) {
			case AUTO -> (debug.length > 0 && environment.acceptsProfiles(Profiles.of(debug))) ? Enforcement.FAIL
					: Enforcement.LOG;
			case FAIL -> Enforcement.FAIL;
			case LOG -> Enforcement.LOG;
			case OFF -> Enforcement.OFF;
		};
	}

	HeldFileOptions heldFileOptions() {
		return this.properties.heldFile().options();
	}

	ClaimDirectory claims(LockRuntime runtime, LockDirectory directory) {
		return ClaimDirectory.open(directory.path(), runtime, this.properties.claims().transitionTimeout());
	}

	WriterLockOptions writerLockOptions() {
		return this.properties.writer().options();
	}

	PackLocks packLocks(LockRuntime runtime) {
		return new PackLocks(runtime, this.properties.pack().fileName());
	}

	PidFile pidFile(LockRuntime runtime) {
		return new PidFile(runtime, Path.of(String.valueOf(this.properties.daemon().pidFile())));
	}

	/** Without locks nothing leaves this JVM. */
	boolean isEnabled() {
		return this.properties.enabled();
	}

	boolean isRegistry() {
		return isEnabled() && this.properties.engine() == LatchkeyProperties.Engine.REGISTRY;
	}

	@Nullable NamedLocks namedLocks(ObjectProvider<NamedLocks> locks) {
		return isRegistry() ? locks.getIfAvailable(LatchkeySettings::withoutRegistry) : null;
	}

	private static NamedLocks withoutRegistry() {
		throw new LockEngineSetupException(
				"With latchkey.engine=registry the locks are in a LockRegistry of Spring Integration, which is not on "
						+ "the class path.",
				"Add the dependency of the registry that you want: spring-integration-jdbc, spring-integration-redis "
						+ "or spring-integration-zookeeper; or remove the property to have the locks in files.");
	}

	Duration waitTime() {
		return this.properties.waitTime();
	}

	WhenBusy whenBusy() {
		return this.properties.whenBusy();
	}

	Duration shutdownTimeout() {
		return this.properties.shutdown().timeout();
	}

	Path directory(Environment environment) {
		String directory = this.properties.directory();
		return StringUtils.hasText(directory) ? Path.of(directory) : defaultDirectory(environment);
	}

	private Path defaultDirectory(Environment environment) {
		String application = environment.getProperty("spring.application.name", "");
		Path home = Path.of(environment.getProperty("user.home", ""));
		Path directory = home.resolve(".latchkey")
			.resolve(LockFileNames.escape(StringUtils.hasText(application) ? application : "application"));
		if (!home.isAbsolute() && isEnabled()) {
			throw new LockFileException(directory,
					"would be the lock directory, but this user has no home directory to put it in", 0,
					"Set latchkey.directory");
		}
		return directory;
	}

}
