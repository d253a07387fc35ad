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

package dev.latchkey.internal.spawn;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.linux.OlderCLibrary;
import dev.latchkey.internal.platforms.Platforms;

/**
 * Starts children that inherit locked files, and looks at what they have.
 */
public final class Children implements AutoCloseable {

	/**
	 * How descriptors that the child does not inherit are closed.
	 */
	public enum Closing {

		FROM_A_NUMBER, ONE_BY_ONE;

		Platform platform() {
			return (this == FROM_A_NUMBER) ? Platforms.current() : OlderCLibrary.platform();
		}

	}

	private final LockRuntime runtime;

	private final FileCalls files;

	private final ChildStarter starter;

	private final List<OpenLockFile> inherited = new ArrayList<>();

	private final List<Process> started = new ArrayList<>();

	private final List<ProcessHandle> grandchildren = new ArrayList<>();

	public Children(Closing closing) {
		Platform platform = closing.platform();
		this.runtime = LockRuntime.builder(platform).build();
		this.files = platform.files();
		this.starter = new ChildStarter(this.runtime);
	}

	/** From now on, let children inherit a file, locked. */
	public Children inherit(Path file) {
		NativePath path = NativePath.of(file);
		OpenLockFile descriptor = OpenLockFile.adopt(this.runtime, path, this.files.create(path, 0600));
		if (!descriptor.tryLockOnce()) {
			throw new AssertionError(file + " is locked");
		}
		this.inherited.add(descriptor);
		return this;
	}

	/** The same, under a number of our choice. */
	public Children inheritFromNumber(Path file, int number) {
		inherit(file);
		OpenLockFile low = this.inherited.remove(this.inherited.size() - 1);
		int high = this.files.duplicate(low.number(), number);
		if (high != number) {
			throw new AssertionError("Number " + number + " is in use");
		}
		low.close();
		this.inherited.add(OpenLockFile.adopt(this.runtime, NativePath.of(file), high));
		return this;
	}

	public Process start(String... command) throws IOException {
		return start(new ProcessBuilder(command));
	}

	public Process start(ProcessBuilder builder) throws IOException {
		Process process = this.starter.start(builder, this.inherited);
		this.started.add(process);
		return process;
	}

	/** Start a cat that runs: what its loader had opened is closed. */
	public Process startCat() throws IOException {
		Process cat = start("cat");
		cat.getOutputStream().write('?');
		cat.getOutputStream().flush();
		if (cat.getInputStream().read() != '?') {
			throw new AssertionError("The cat does not answer");
		}
		return cat;
	}

	/**
	 * Start a shell that leaves another process behind, and await its end.
	 * @param script prints the other's process id
	 * @return the other
	 */
	ProcessHandle startGrandchild(String script) throws IOException, InterruptedException {
		Process child = start("bash", "-c", script);
		if (child.waitFor() != 0) {
			throw new AssertionError("No grandchild: " + error(child));
		}
		ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(output(child).strip())).orElseThrow();
		this.grandchildren.add(grandchild);
		return grandchild;
	}

	/** Close the inherited files here, as a transfer does. */
	public void closeInherited() {
		this.inherited.forEach(OpenLockFile::close);
		this.inherited.clear();
	}

	/**
	 * Which descriptors a process has. Of this process, the one by which its directory is
	 * read is not among them.
	 */
	public static Set<Integer> descriptors(long pid) {
		File directory = new File("/proc/" + pid + "/fd");
		String[] numbers = directory.list();
		Set<Integer> descriptors = new TreeSet<>();
		for (String number : (numbers != null) ? numbers : new String[0]) {
			if (Files.isSymbolicLink(directory.toPath().resolve(number))) {
				descriptors.add(Integer.valueOf(number));
			}
		}
		return descriptors;
	}

	/** What a descriptor of a process leads to. */
	static Path target(long pid, int descriptor) throws IOException {
		return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + descriptor));
	}

	/** What the kernel says of a process under a name. */
	static String status(long pid, String name) throws IOException {
		return Files.readAllLines(Path.of("/proc/" + pid + "/status"))
			.stream()
			.filter((line) -> line.startsWith(name + ":"))
			.findFirst()
			.orElseThrow()
			.substring(name.length() + 1)
			.strip();
	}

	static String output(Process process) throws IOException {
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	static String error(Process process) throws IOException {
		return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	/** Whether nobody has a file locked. */
	public static boolean isFree(Path file) {
		FileCalls files = Platforms.current().files();
		int descriptor = files.open(NativePath.of(file));
		try {
			return files.tryLockShared(descriptor) == 0;
		}
		finally {
			files.close(descriptor);
		}
	}

	@Override
	public void close() {
		this.started.forEach((process) -> process.destroyForcibly().onExit().join());
		this.grandchildren.forEach(ProcessHandle::destroyForcibly);
		closeInherited();
	}

}
