package dev.latchkey.spring.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.daemon.PidFile;
import dev.latchkey.file.LockFileNames;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.heldfile.HeldFileOptions;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.writer.WriterLockOptions;

/**
 * What the properties mean. A value that cannot be is blamed on its property, for the
 * failure analysis.
 */
final class LatchkeySettings {

	private final LatchkeyProperties properties;

	LatchkeySettings(LatchkeyProperties properties) {
		this.properties = properties;
	}

	LockRuntime runtime(List<LockListener> listeners) {
		LockRuntime.Builder builder = LockRuntime.builder()
			.listeners(listeners)
			.shared(this.properties.shared())
			.remoteFileSystemAllowed(this.properties.remoteFilesystem() == LatchkeyProperties.RemoteFilesystem.ALLOW);
		int maxNativeWaiters = this.properties.maxNativeWaiters();
		Duration pollInterval = this.properties.heldFile().pollInterval();
		return valid("max-native-waiters", maxNativeWaiters,
				() -> valid("held-file.poll-interval", pollInterval, () -> builder.pollInterval(pollInterval))
					.maxNativeWaiters(maxNativeWaiters))
			.build();
	}

	HeldFileOptions heldFileOptions() {
		Duration staleAfter = this.properties.heldFile().staleAfter();
		Duration heartbeat = this.properties.heldFile().heartbeatInterval();
		if (heartbeat == null) {
			return valid("held-file.stale-after", staleAfter, () -> HeldFileOptions.ofStaleAfter(staleAfter));
		}
		return valid("held-file.heartbeat-interval", heartbeat, () -> new HeldFileOptions(staleAfter, heartbeat));
	}

	ClaimDirectory claims(LockRuntime runtime, LockDirectory directory) {
		Duration timeout = this.properties.claims().transitionTimeout();
		return valid("claims.transition-timeout", timeout,
				() -> ClaimDirectory.open(directory.path(), runtime, timeout));
	}

	WriterLockOptions writerLockOptions() {
		Duration staleAfter = this.properties.writer().staleAfter();
		Duration remote = this.properties.writer().remoteStaleAfter();
		WriterLockOptions local = valid("writer.stale-after", staleAfter,
				() -> WriterLockOptions.of(staleAfter, staleAfter));
		return valid("writer.remote-stale-after", remote, () -> WriterLockOptions.of(local.staleAfter(), remote));
	}

	PidFile pidFile(LockRuntime runtime) {
		String pidFile = String.valueOf(this.properties.daemon().pidFile());
		return new PidFile(runtime, path("daemon.pid-file", pidFile));
	}

	Duration waitTime() {
		Duration waitTime = this.properties.waitTime();
		if (waitTime.isNegative()) {
			throw invalid("wait-time", waitTime, "A wait cannot be negative; 0 means to try once.", null);
		}
		return waitTime;
	}

	WhenBusy whenBusy() {
		WhenBusy whenBusy = this.properties.whenBusy();
		if (whenBusy == WhenBusy.DEFAULT) {
			throw invalid("when-busy", whenBusy, "This is the default; say what it is: throw, skip or run-unlocked.",
					null);
		}
		return whenBusy;
	}

	Path directory(Environment environment) {
		String directory = this.properties.directory();
		if (!StringUtils.hasText(directory)) {
			return defaultDirectory(environment);
		}
		return path("directory", directory);
	}

	private static Path path(String property, String value) {
		try {
			return Path.of(value);
		}
		catch (InvalidPathException ex) {
			throw invalid(property, value, ex.getMessage(), ex);
		}
	}

	private static Path defaultDirectory(Environment environment) {
		String application = environment.getProperty("spring.application.name", "");
		Path home = Path.of(environment.getProperty("user.home", ""));
		Path directory = home.resolve(".latchkey")
			.resolve(LockFileNames.escape(StringUtils.hasText(application) ? application : "application"));
		if (!home.isAbsolute()) {
			throw new LockFileException(directory,
					"would be the lock directory, but this user has no home directory to put it in", 0,
					"Set latchkey.directory");
		}
		return directory;
	}

	private static <T> T valid(String property, Object value, Supplier<T> use) {
		try {
			return use.get();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(property, value, ex.getMessage(), ex);
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String property, Object value,
			@Nullable String reason, @Nullable Throwable cause) {
		return new InvalidConfigurationPropertyValueException("latchkey." + property, value, reason, cause);
	}

}
