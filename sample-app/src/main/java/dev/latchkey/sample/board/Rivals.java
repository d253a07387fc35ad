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

package dev.latchkey.sample.board;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.springframework.boot.ApplicationArguments;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.latchkey.sample.SampleApplication;

/**
 * The rivals of this instance. They end with it.
 */
@Component
class Rivals {

	private final RivalProperties properties;

	private final ApplicationArguments arguments;

	private final List<Rival> rivals = new CopyOnWriteArrayList<>();

	private volatile boolean ended;

	Rivals(RivalProperties properties, ApplicationArguments arguments) {
		this.properties = properties;
		this.arguments = arguments;
	}

	/**
	 * Starts a rival, as this instance was started, on a port of its own.
	 * @return the rival, or empty if there are enough
	 */
	synchronized Optional<Rival> start() {
		if (left() == 0) {
			return Optional.empty();
		}
		Rival rival = Rival.start(command());
		this.rivals.add(rival);
		return Optional.of(rival);
	}

	/** How many may be started still. */
	int left() {
		boolean none = this.ended || this.properties.self();
		return none ? 0 : Math.max(0, this.properties.limit() - alive().size());
	}

	private List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> !argument.startsWith("-agentlib") && !argument.startsWith("-javaagent"))
			.forEach(command::add);
		command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
		String classPath = System.getProperty("java.class.path");
		command.addAll(isApplication(classPath) ? List.of("-jar", classPath)
				: List.of("-cp", classPath, SampleApplication.class.getName()));
		command.addAll(options());
		return command;
	}

	/** An option that is given twice would have both values. */
	private Collection<String> options() {
		Map<String, String> options = new LinkedHashMap<>();
		Stream
			.of(Stream.of(this.arguments.getSourceArgs()), this.properties.arguments().stream(),
					Stream.of("--server.port=0", "--sample.rival.self=true"))
			.flatMap((each) -> each)
			.forEach((option) -> options.put(option.split("=", 2)[0], option));
		return options.values();
	}

	/** Only {@code java -jar} leaves a class path of one jar. */
	private static boolean isApplication(String classPath) {
		return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
	}

	List<Rival> alive() {
		return this.rivals.stream().filter(Rival::isAlive).toList();
	}

	/**
	 * Finds a rival.
	 * @param pid its process id
	 * @return the rival, whether it lives or not
	 */
	Optional<Rival> find(long pid) {
		return this.rivals.stream().filter((rival) -> rival.pid() == pid).findFirst();
	}

	/** One that is stopped hears nothing but a kill; what they leave the others clear. */
	@EventListener(ContextClosedEvent.class)
	synchronized void end() {
		this.ended = true;
		for (Rival rival : alive()) {
			Instant unused = rival.kill();
		}
	}

}
