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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platforms.Platforms;

/**
 * What a test needs of the machine. Where it is missing the test is skipped, visibly; in
 * the continuous integration it fails. There the tests run on an old and on a new JDK, so
 * what only the new one has may be skipped on the old one.
 */
public enum Requirement {

	/** Virtual threads, so JDK 21 or later. */
	VIRTUAL_THREADS("virtual threads (JDK 21 or later)", () -> Runtime.version().feature() >= 21),

	/** The right to mount a small filesystem. */
	MOUNT("the right to mount a tmpfs", Requirement::canMount),

	/** The right to mount and to freeze a filesystem. */
	FREEZE("the right to mount an image of a filesystem and to freeze it (mkfs.ext4, loop devices, fsfreeze)",
			() -> isRoot() && run("sh", "-c", "command -v mkfs.ext4 && command -v fsfreeze && losetup --find")),

	/** The right to start processes in a pid namespace of their own. */
	PID_NAMESPACE("the right to unshare a pid namespace", () -> run(inPidNamespace("true"))),

	/**
	 * A limit of open files that is well above ten thousand, after the JVM has raised it.
	 */
	TEN_THOUSAND_FILES("a limit of 12,000 open files (ulimit -Hn)",
			() -> run("sh", "-c", "n=$(ulimit -Hn); [ \"$n\" = unlimited ] || [ \"$n\" -ge 12000 ]")),

	/** The program {@code flock} of util-linux, and locks that it excludes. */
	FLOCK("flock (Debian: util-linux)", PlatformFeature.FLOCK, () -> run("flock", "--version")),

	/** Locks that stay when the test closes another opening of the file. */
	CLOSE_KEEPS_LOCKS(PlatformFeature.FLOCK),

	/** A system that tells which processes have a file locked, or wait for it. */
	LOCK_TABLE(PlatformFeature.CONFIRMED_HOLDERS),

	/** A system in which a child can keep a lock that it has inherited. */
	INHERITANCE(PlatformFeature.INHERITED_LOCKS),

	/** A system in which a process can be asked to end. */
	SIGNALS(PlatformFeature.PROVEN_SIGNALS),

	/** A system that tells files from their names, so that names can change. */
	MOVABLE_FILES(PlatformFeature.MOVABLE_OPEN_FILES),

	/** A system that has permissions as bits. */
	PERMISSION_BITS(PlatformFeature.GROUP_PERMISSIONS),

	/** A system in which names that differ in case are of different files. */
	CASE_SENSITIVE_NAMES(PlatformFeature.CASE_SENSITIVE_NAMES),

	/** A system that tells that a file has changed. */
	FILE_EVENTS(PlatformFeature.FILE_EVENTS),

	/** The program {@code prlimit} of util-linux. */
	PRLIMIT("prlimit (Debian: util-linux)", () -> run(withoutQueuedSignals("true"))),

	/** The program {@code script} of util-linux. */
	SCRIPT("script, which makes a terminal (Debian: bsdutils)", () -> run("script", "-qec", "true", "/dev/null")),

	/** A kernel with overlay filesystems. */
	OVERLAY("overlay filesystems", Requirement::hasOverlay),

	/** A process of another user. */
	SECOND_USER("the right to start processes as another user",
			() -> isRoot() && run(asAnotherUser("true")) && run(withoutPrivilege("true"))),

	/** The other C library, and a program that lists its functions. */
	MUSL("musl and nm (Debian: musl, binutils)", () -> run("sh", "-c", "nm -D /lib/ld-musl-*.so.1")),

	/** A browser, and the program that drives it. */
	CHROMIUM("chromium or google-chrome, and chromedriver (Debian: chromium, chromium-driver)",
			() -> run("sh", "-c", "command -v chromedriver && { command -v chromium || command -v google-chrome; }")),

	/** A process that permissions stop. */
	PERMISSIONS("setpriv, or a user other than root", () -> !isRoot() || run(withoutPrivilege("true")));

	private final String description;

	/** What the platform must offer, if it is not the same on all. */
	private final @Nullable PlatformFeature feature;

	@SuppressWarnings("ImmutableEnumChecker") // the checks have no state
	private final BooleanSupplier met;

	Requirement(String description, BooleanSupplier met) {
		this(description, null, met);
	}

	Requirement(PlatformFeature feature) {
		this("a platform with " + feature, feature, () -> true);
	}

	Requirement(String description, @Nullable PlatformFeature feature, BooleanSupplier met) {
		this.description = description;
		this.feature = feature;
		this.met = met;
	}

	/**
	 * Skip the calling test unless this is met; fail it where all must be met, which is
	 * what the platform offers.
	 */
	public void require() {
		if (isMet()) {
			return;
		}
		if (Boolean.getBoolean("latchkey.test.require-all") && this != VIRTUAL_THREADS && isOffered()) {
			Assertions.fail("This test needs " + this.description + ", and here it must run");
		}
		Assumptions.abort("This test needs " + this.description);
	}

	public boolean isMet() {
		return isOffered() && this.met.getAsBoolean();
	}

	private boolean isOffered() {
		return this.feature == null || Platforms.current().traits().has(this.feature);
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	/**
	 * Let a program run without the privilege to ignore permissions, or to signal the
	 * processes of others.
	 * @param command the program and its arguments
	 * @return the same, as root without these privileges
	 */
	static String[] withoutPrivilege(String... command) {
		if (!isRoot()) {
			return command;
		}
		String privileges = "-dac_override,-dac_read_search,-kill";
		return Stream
			.concat(Stream.of("setpriv", "--bounding-set", privileges, "--inh-caps", privileges),
					Arrays.stream(command))
			.toArray(String[]::new);
	}

	/**
	 * Let a program run where no real-time signal can be queued.
	 * @param command the program and its arguments
	 * @return the same, with a limit of none
	 */
	static String[] withoutQueuedSignals(String... command) {
		return Stream.concat(Stream.of("prlimit", "--sigpending=0"), Arrays.stream(command)).toArray(String[]::new);
	}

	/**
	 * Let a program run with few open files.
	 * @param limit how many it may have
	 * @param command the program and its arguments
	 * @return what starts it so
	 */
	static String[] withOpenFiles(int limit, String... command) {
		return Stream
			.concat(Stream.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(limit)),
					Arrays.stream(command))
			.toArray(String[]::new);
	}

	/**
	 * Let a program run as a user that owns nothing.
	 * @param command the program and its arguments
	 * @return what starts it as that user, if this process may do that
	 */
	public static String[] asAnotherUser(String... command) {
		return Stream
			.concat(Stream.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), Arrays.stream(command))
			.toArray(String[]::new);
	}

	/**
	 * Let a program heed an interrupt from the keyboard, also where this process ignores
	 * it: that is inherited, and so it is in what a shell has begun in the background.
	 * @param command the program and its arguments
	 * @return the same, with signals handled as usual where that can be had
	 */
	static String[] withDefaultSignals(String... command) {
		String[] reset = { "env", "--default-signal=INT" };
		if (!run("env", "--default-signal=INT", "true")) {
			return command;
		}
		return Stream.concat(Arrays.stream(reset), Arrays.stream(command)).toArray(String[]::new);
	}

	/**
	 * Let a program run in a pid namespace of its own.
	 * @param command the program and its arguments
	 * @return what starts it as process 1 of a new namespace
	 */
	static String[] inPidNamespace(String... command) {
		return Stream
			.concat(Stream.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child"), Arrays.stream(command))
			.toArray(String[]::new);
	}

	private static boolean hasOverlay() {
		try {
			return Files.readString(Path.of("/proc/filesystems")).contains("overlay");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean canMount() {
		try {
			Path directory = Files.createTempDirectory("latchkey-mount");
			boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "latchkey", directory.toString());
			if (mounted) {
				mounted = run("umount", directory.toString());
			}
			Files.delete(directory);
			return mounted;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Run a program to its end.
	 * @param command the program and its arguments
	 * @return whether it succeeded
	 */
	public static boolean run(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
