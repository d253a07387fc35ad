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

package dev.latchkey.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the starter adds to the start of a bare application. Each start is a new JVM; the
 * applications with and without it start in turns, so that all see the same machine.
 */
final class StartupComparison {

	private static final List<String> LATCHKEY = List.of("lock-", "jna-");

	private static final List<String> ACTUATOR = List.of("spring-boot-starter-actuator-", "spring-boot-actuator-",
			"spring-boot-health-", "spring-boot-starter-micrometer-", "spring-boot-micrometer-", "micrometer-core-",
			"micrometer-jakarta9-", "HdrHistogram-", "LatencyUtils-", "jackson-");

	private static final List<String> HARNESS = List.of("jmh-", "jopt-simple-", "commons-math3-", "error_prone_");

	private final Path home;

	private final Path classes;

	StartupComparison(Path scratch) throws IOException {
		this.home = Files.createDirectory(scratch.resolve("home"));
		this.classes = Files.createDirectory(scratch.resolve("application"));
		String file = StartedApplication.class.getName().replace('.', '/') + ".class";
		try (InputStream source = StartedApplication.class.getClassLoader().getResourceAsStream(file)) {
			Path target = this.classes.resolve(file);
			Files.createDirectories(Objects.requireNonNull(target.getParent()));
			Files.write(target, Objects.requireNonNull(source).readAllBytes());
		}
	}

	/**
	 * Measure.
	 * @param rounds how often each application is started, after once that does not count
	 * @return a Markdown table
	 */
	String run(int rounds) throws IOException, InterruptedException {
		Map<Application, List<long[]>> figures = new EnumMap<>(Application.class);
		for (int round = 0; round <= rounds; round++) {
			System.err.println("starts: round " + round + " of " + rounds);
			for (Application application : Application.values()) {
				long[] figure = start(application);
				if (round > 0) {
					figures.computeIfAbsent(application, (key) -> new ArrayList<>()).add(figure);
				}
			}
		}
		return table(figures);
	}

	private long[] start(Application application) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(Commands.jvmArguments());
		command.addAll(List.of("-Duser.home=" + this.home, "-cp", classPath(application),
				StartedApplication.class.getName(), "--spring.main.banner-mode=off"));
		String line = Commands.run(command)
			.stream()
			.filter((each) -> each.startsWith(StartedApplication.FIGURES))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application did not start: " + application.label));
		String[] figures = line.substring(StartedApplication.FIGURES.length()).split(" ", -1);
		return new long[] { Long.parseLong(figures[0]), Long.parseLong(figures[1]) };
	}

	/** The libraries are beside the jar of the benchmarks. */
	private String classPath(Application application) throws IOException {
		Path libraries = Path.of(System.getProperty("java.class.path")).toAbsolutePath().resolveSibling("applications");
		try (Stream<Path> jars = Files.list(libraries)) {
			return this.classes + File.pathSeparator
					+ jars.filter((jar) -> application.has(String.valueOf(jar.getFileName())))
						.map(Path::toString)
						.sorted()
						.collect(Collectors.joining(File.pathSeparator));
		}
	}

	private static String table(Map<Application, List<long[]>> figures) {
		StringBuilder table = new StringBuilder("""
				| until a bare application is ready | ms, median | least to greatest | more | processor ms | more |
				| --- | ---: | ---: | ---: | ---: | ---: |
				""");
		figures.forEach((application, rows) -> {
			Figures wall = column(rows, 0);
			Figures processor = column(rows, 1);
			List<long[]> base = Objects.requireNonNull(figures.get(application.base()));
			table.append(String.format(Locale.ROOT, "| %s | %.0f | %.0f to %.0f | %s | %.0f | %s |%n",
					application.label, wall.median(), wall.least(), wall.greatest(), more(wall, column(base, 0)),
					processor.median(), more(processor, column(base, 1))));
		});
		return table.toString();
	}

	private static Figures column(List<long[]> rows, int column) {
		return new Figures(rows.stream().mapToDouble((row) -> row[column]).toArray());
	}

	private static String more(Figures figures, Figures base) {
		double more = figures.median() - base.median();
		return (more == 0) ? "" : String.format(Locale.ROOT, "%+.0f", more);
	}

	private enum Application {

		BARE("`spring-boot-starter`", false, false), LOCKS("with `lock-spring-boot-starter`", true, false),
		ACTUATOR("`spring-boot-starter-actuator`", false, true),
		ACTUATOR_LOCKS("with `lock-spring-boot-starter`", true, true);

		private final String label;

		private final boolean locks;

		private final boolean actuator;

		Application(String label, boolean locks, boolean actuator) {
			this.label = label;
			this.locks = locks;
			this.actuator = actuator;
		}

		Application base() {
			return this.actuator ? ACTUATOR : BARE;
		}

		boolean has(String jar) {
			return !isOf(jar, HARNESS) && (this.locks || !isOf(jar, LATCHKEY))
					&& (this.actuator || !isOf(jar, StartupComparison.ACTUATOR));
		}

		private static boolean isOf(String jar, List<String> beginnings) {
			return beginnings.stream().anyMatch(jar::startsWith);
		}

	}

}
