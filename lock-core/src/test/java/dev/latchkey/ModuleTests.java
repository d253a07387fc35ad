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

package dev.latchkey;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import com.sun.jna.Native;
import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonFactory;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The module {@code dev.latchkey}, used by the module of an application.
 */
class ModuleTests {

	private static final String ACQUIRES = """
			package example;

			import java.nio.file.Path;

			import dev.latchkey.Latchkey;
			import dev.latchkey.LockHold;

			class Main {

				public static void main(String[] args) throws Exception {
					Path directory = Path.of(args[0]);
					try (Latchkey latchkey = Latchkey.builder().directory(directory).build();
							LockHold named = latchkey.lock("customer", "17").acquire();
							LockHold file = latchkey.heldFile(directory.resolve("job.lock")).acquire()) {
						System.out.println("holds " + latchkey.holds().size());
					}
				}

			}
			""";

	private static final String CARRIES = """
			package example;

			import dev.latchkey.LockTier;
			import dev.latchkey.order.LockTiers;
			import io.micrometer.context.ContextRegistry;
			import io.micrometer.context.ThreadLocalAccessor;

			class Main {

				public static void main(String[] args) {
					new LockTiers().push(LockTier.BACKEND, "example").close();
					System.out.println(ContextRegistry.getInstance()
						.getThreadLocalAccessors()
						.stream()
						.map(ThreadLocalAccessor::key)
						.toList());
				}

			}
			""";

	private static final String WRITES_STATE = """
			package example;

			import java.nio.file.Path;

			import dev.latchkey.Latchkey;
			import dev.latchkey.daemon.DaemonState;
			import dev.latchkey.daemon.DaemonStateFile;

			class Main {

				public static void main(String[] args) {
					try (Latchkey latchkey = Latchkey.builder().directory(Path.of(args[0])).build()) {
						DaemonStateFile file = DaemonStateFile.beside(latchkey.pidFile(Path.of(args[0], "daemon.pid")));
						file.write(new DaemonState(DaemonState.VERSION, 42, 0, 0, null, 0, 0, null));
						System.out.println("state of " + file.read().orElseThrow().pid());
					}
				}

			}
			""";

	private static final String RECORDS = """
			package example;

			import java.nio.file.Path;
			import java.time.Duration;

			import dev.latchkey.Latchkey;
			import dev.latchkey.LockHold;
			import jdk.jfr.Recording;
			import jdk.jfr.consumer.RecordedEvent;
			import jdk.jfr.consumer.RecordingFile;

			class Main {

				public static void main(String[] args) throws Exception {
					Path file = Path.of(args[0], "locks.jfr");
					try (Recording recording = new Recording();
							Latchkey latchkey = Latchkey.builder().directory(Path.of(args[0])).build()) {
						recording.enable("dev.latchkey.LockHold").withThreshold(Duration.ZERO);
						recording.start();
						latchkey.lock("customer", "17").acquire().close();
						recording.dump(file);
					}
					for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
						System.out.println(event.getEventType().getName() + " " + event.getString("lockKey"));
					}
				}

			}
			""";

	private static final String REACHES_INSIDE = """
			package example;

			import dev.latchkey.internal.named.NamedLocks;

			class Main {
			}
			""";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void anApplicationAcquiresLocks() throws Exception {
		List<Path> libraries = libraries();
		assertThat(compile(libraries, "requires dev.latchkey;", ACQUIRES)).isEmpty();
		assertThat(run(libraries)).contains("holds 2");
	}

	@Test
	void internalPackagesAreNotVisible() throws Exception {
		List<Path> libraries = libraries();
		assertThat(compile(libraries, "requires dev.latchkey;", REACHES_INSIDE)).singleElement()
			.asString()
			.contains("package dev.latchkey.internal.named is not visible");
	}

	@Test
	void micrometerCarriesTheStackOfATask() throws Exception {
		List<Path> libraries = libraries(ContextRegistry.class);
		assertThat(compile(libraries, "requires dev.latchkey; requires context.propagation;", CARRIES)).isEmpty();
		assertThat(run(libraries)).contains("[latchkey.tiers]");
	}

	@Test
	void aDaemonWritesItsStateIfTheApplicationRequiresJackson() throws Exception {
		List<Path> libraries = libraries(JsonFactory.class);
		assertThat(compile(libraries, "requires dev.latchkey; requires tools.jackson.core;", WRITES_STATE)).isEmpty();
		assertThat(run(libraries)).contains("state of 42");
	}

	@Test
	void theLocksOfAModuleAreRecordedIfTheApplicationRequiresTheFlightRecorder() throws Exception {
		List<Path> libraries = libraries();
		assertThat(compile(libraries, "requires dev.latchkey; requires jdk.jfr;", RECORDS)).isEmpty();
		assertThat(run(libraries)).contains("dev.latchkey.LockHold 17");
	}

	@Test
	void thePublicPackagesAreExported() throws Exception {
		ModuleDescriptor module = ModuleFinder.of(placeOf(Latchkey.class))
			.find("dev.latchkey")
			.orElseThrow()
			.descriptor();
		Set<String> exported = module.exports()
			.stream()
			.filter((exports) -> !exports.isQualified())
			.map(ModuleDescriptor.Exports::source)
			.collect(Collectors.toSet());
		assertThat(module.packages().stream().filter((name) -> !name.contains(".internal.")))
			.containsExactlyInAnyOrderElementsOf(exported);
	}

	private List<String> compile(List<Path> libraries, String requires, String main) throws IOException {
		Path sources = Files.createDirectories(this.directory.resolve("sources/example"));
		List<Path> files = List.of(Files.writeString(sources.resolve("Main.java"), main),
				Files.writeString(sources.resolveSibling("module-info.java"), "module example { " + requires + " }"));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
			manager.setLocationFromPaths(StandardLocation.MODULE_PATH, libraries);
			manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(application()));
			compiler.getTask(null, manager, diagnostics, null, null, manager.getJavaFileObjectsFromPaths(files)).call();
		}
		return diagnostics.getDiagnostics().stream().map((each) -> each.getMessage(Locale.ROOT)).toList();
	}

	private String run(List<Path> libraries) throws IOException {
		List<Path> path = Stream.concat(libraries.stream(), Stream.of(application())).toList();
		Path locks = Files.createDirectories(this.directory.resolve("locks"));
		try (ForkedJvm jvm = ForkedJvm.startModule(path, "example/example.Main", locks.toString())) {
			return jvm.awaitEnd();
		}
	}

	private Path application() throws IOException {
		return Files.createDirectories(this.directory.resolve("application"));
	}

	/** What Maven resolves for an application, and what the application adds. */
	private static List<Path> libraries(Class<?>... optional) throws URISyntaxException {
		List<Path> libraries = new ArrayList<>();
		for (Class<?> type : List.of(Latchkey.class, Native.class, Nullable.class)) {
			libraries.add(placeOf(type));
		}
		for (Class<?> type : optional) {
			libraries.add(placeOf(type));
		}
		return libraries;
	}

	private static Path placeOf(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

}
