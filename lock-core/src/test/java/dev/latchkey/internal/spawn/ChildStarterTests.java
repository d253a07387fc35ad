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
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.internal.acquire.Leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a child gets, and that it gets nothing else.
 */
@ParameterizedClass
@EnumSource
class ChildStarterTests {

	@TempDir
	Path directory;

	private final Children children;

	ChildStarterTests(Children.Closing closing) {
		this.children = new Children(closing);
	}

	@AfterEach
	void cleanUp() {
		this.children.close();
	}

	@Test
	void theChildHasTheStandardDescriptorsAndTheInheritedOnes() throws IOException {
		this.children.inherit(file("gate")).inherit(file("announce"));
		Process child = this.children.startCat();
		assertThat(Children.descriptors(child.pid())).containsExactly(0, 1, 2, 10, 11);
		assertThat(Children.target(child.pid(), 10)).isEqualTo(file("gate").toRealPath());
		assertThat(Children.target(child.pid(), 11)).isEqualTo(file("announce").toRealPath());
	}

	@Test
	void theOrderDoesNotDependOnTheNumbersHere() throws IOException {
		this.children.inheritFromNumber(file("first"), 2011).inheritFromNumber(file("second"), 2010);
		Process child = this.children.startCat();
		assertThat(Children.descriptors(child.pid())).containsExactly(0, 1, 2, 10, 11);
		assertThat(Children.target(child.pid(), 10)).isEqualTo(file("first").toRealPath());
		assertThat(Children.target(child.pid(), 11)).isEqualTo(file("second").toRealPath());
	}

	@Test
	void nothingThatOtherThreadsOpenLeaksIntoTheChild() throws IOException {
		this.children.inherit(file("gate")).inherit(file("announce"));
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Integer> opener = CompletableFuture.supplyAsync(() -> openAndClose(done));
		try {
			for (int i = 0; i < 50; i++) {
				Process child = this.children.startCat();
				assertThat(Children.descriptors(child.pid())).containsExactly(0, 1, 2, 10, 11);
				child.getOutputStream().close();
			}
		}
		finally {
			done.set(true);
			assertThat(opener.join()).isPositive();
		}
	}

	private static int openAndClose(AtomicBoolean done) {
		int opened = 0;
		while (!done.get()) {
			List<RandomAccessFile> files = new ArrayList<>();
			try {
				for (int i = 0; i < 300; i++) {
					files.add(new RandomAccessFile("/dev/null", "r"));
				}
				for (RandomAccessFile file : files) {
					file.close();
				}
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
			opened += files.size();
		}
		return opened;
	}

	@Test
	void theChildBlocksNoSignalAndIgnoresNone() throws IOException {
		Process child = this.children.startCat();
		assertThat(Children.status(child.pid(), "SigBlk")).isEqualTo("0000000000000000");
		assertThat(Children.status(child.pid(), "SigIgn")).isEqualTo("0000000000000000");
		assertThat(Children.status(child.pid(), "SigCgt")).isEqualTo("0000000000000000");
	}

	@Test
	void theChildIsInItsDirectory() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("pwd", "-P").directory(this.directory.toFile());
		assertThat(Children.output(this.children.start(builder))).isEqualTo(this.directory.toRealPath() + "\n");
	}

	@Test
	void aRelativeProgramIsFoundFromTheChildsDirectory() throws Exception {
		Files.createDirectory(file("bin"));
		script("bin/hello", "#!/bin/sh\necho hello \"$@\"\n");
		ProcessBuilder builder = new ProcessBuilder("bin/hello", "you there").directory(this.directory.toFile());
		assertThat(Children.output(this.children.start(builder))).isEqualTo("hello you there\n");
		assertThat(Children.output(builder.start())).isEqualTo("hello you there\n");
	}

	@Test
	void aScriptThatNamesNoShellIsRunByTheShell() throws IOException {
		script("plain", "echo \"$0\" \"$1\"\n");
		String program = file("plain").toString();
		assertThat(Children.output(this.children.start(program, "x"))).isEqualTo(program + " x\n");
	}

	@Test
	void theProgramIsSearchedForAlongThePathOfThisProcess() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("cat", "/dev/null");
		builder.environment().put("PATH", "/nonexistent");
		assertThat(Children.output(this.children.start(builder))).isEmpty();
	}

	@Test
	void theEnvironmentIsTheBuilders() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("env");
		builder.environment().keySet().removeIf((name) -> !name.equals("HOME"));
		builder.environment().put("LATCHKEY", "a=b c\nd");
		assertThat(Children.output(this.children.start(builder))).isEqualTo(Children.output(builder.start()))
			.contains("LATCHKEY=a=b c\nd\n");
	}

	@Test
	void anEmptyEnvironmentIsEmpty() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("env");
		builder.environment().clear();
		assertThat(Children.output(this.children.start(builder))).isEmpty();
	}

	@Test
	void argumentsArriveAsTheyAre() throws IOException {
		Process child = this.children.start("printf", "%s|", "", " a ", "*", "$HOME", "ä");
		assertThat(Children.output(child)).isEqualTo("| a |*|$HOME|ä|");
	}

	@Test
	void pipesLeadToTheChildAndBack() throws Exception {
		Process child = this.children.start("sh", "-c", "read line; echo out $line; echo err $line >&2; exit 3");
		try (OutputStream input = child.getOutputStream()) {
			input.write("there\n".getBytes(StandardCharsets.UTF_8));
		}
		assertThat(child.waitFor()).isEqualTo(3);
		assertThat(Children.output(child)).isEqualTo("out there\n");
		assertThat(child.errorReader().readLine()).isEqualTo("err there");
	}

	@Test
	void muchOutputPassesWhileMuchInputIsWritten() throws Exception {
		byte[] much = new byte[4 << 20];
		Process child = this.children.start("cat");
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(child, much));
		assertThat(child.getInputStream().readAllBytes()).hasSize(much.length);
		writer.join();
		assertThat(child.waitFor()).isZero();
	}

	private static void write(Process child, byte[] bytes) {
		try (OutputStream input = child.getOutputStream()) {
			input.write(bytes);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void filesTakeThePlaceOfPipes() throws Exception {
		Files.writeString(file("in"), "input");
		Files.writeString(file("out"), "something longer than the output");
		Files.writeString(file("err"), "before ");
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", "cat; echo error >&2")
			.redirectInput(file("in").toFile())
			.redirectOutput(file("out").toFile())
			.redirectError(Redirect.appendTo(file("err").toFile()));
		Process child = this.children.start(builder);
		assertThat(child.waitFor()).isZero();
		assertThat(file("out")).hasContent("input");
		assertThat(file("err")).hasContent("before error\n");
		assertThat(child.getInputStream().read()).isEqualTo(-1);
		assertThat(child.getErrorStream().available()).isZero();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			child.getOutputStream().write(1);
			child.getOutputStream().flush();
		}).withMessage("Stream closed");
	}

	@Test
	void filesThatDoNotExistAreMade() throws Exception {
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo out; echo err >&2")
			.redirectOutput(file("out").toFile())
			.redirectError(Redirect.appendTo(file("err").toFile()));
		assertThat(this.children.start(builder).waitFor()).isZero();
		assertThat(file("out")).hasContent("out\n");
		assertThat(file("err")).hasContent("err\n");
	}

	@Test
	void theErrorStreamCanJoinTheOutput() throws Exception {
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo out; echo err >&2").redirectErrorStream(true)
			.redirectError(file("unused").toFile());
		Process child = this.children.start(builder);
		assertThat(Children.output(child)).isEqualTo("out\nerr\n");
		assertThat(child.getErrorStream().read()).isEqualTo(-1);
		assertThat(file("unused")).doesNotExist();
	}

	@Test
	void theErrorStreamCanJoinAFile() throws Exception {
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo out; echo err >&2").redirectErrorStream(true)
			.redirectOutput(file("all").toFile());
		assertThat(this.children.start(builder).waitFor()).isZero();
		assertThat(file("all")).hasContent("out\nerr\n");
	}

	@Test
	void theStandardStreamsCanBeThisProcesssOwn() throws IOException {
		Process child = this.children.start(new ProcessBuilder("sleep", "60").inheritIO());
		long self = ProcessHandle.current().pid();
		for (int number = 0; number < 3; number++) {
			assertThat(Children.target(child.pid(), number)).isEqualTo(Children.target(self, number));
		}
	}

	@Test
	void outputCanBeDiscarded() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("cat").redirectOutput(Redirect.DISCARD)
			.redirectError(Redirect.DISCARD);
		Process child = this.children.start(builder);
		assertThat(Children.target(child.pid(), 1)).isEqualTo(Path.of("/dev/null"));
		assertThat(Children.target(child.pid(), 2)).isEqualTo(Path.of("/dev/null"));
	}

	@Test
	void whatCannotBeStartedIsReportedAndLeavesNothing() throws IOException {
		Files.writeString(file("data"), "no program");
		File missing = file("missing").toFile();
		Set<Integer> before = warmUp();
		assertRefused(new ProcessBuilder("nosuchprogram"), "\"nosuchprogram\": No such file or directory");
		assertRefused(new ProcessBuilder(""), "\"\": No such file or directory");
		assertRefused(new ProcessBuilder(file("data").toString()), "Permission denied");
		assertRefused(new ProcessBuilder(this.directory.toString()), "Permission denied");
		assertRefused(new ProcessBuilder("true").directory(missing),
				"\"true\" (in directory \"" + missing + "\"): No such file or directory");
		assertRefused(new ProcessBuilder("true").directory(file("data").toFile()), "Not a directory");
		assertRefused(new ProcessBuilder("true").redirectInput(missing), missing + ": No such file");
		assertRefused(new ProcessBuilder("true").redirectOutput(new File(missing, "x")), "missing/x: No such file");
		assertRefused(new ProcessBuilder("true").redirectError(this.directory.toFile()), "Is a directory");
		assertRefused(new ProcessBuilder("true").redirectError(new File("a\0b")), "Invalid file path");
		assertRefused(new ProcessBuilder("true", "x".repeat(3 << 20)), "Argument list too long");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.children.start("a\0b"))
			.withMessage("invalid null character in command");
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> this.children.start(new ProcessBuilder(List.of())));
		Leftovers.assertNone(before);
	}

	private void assertRefused(ProcessBuilder builder, String reason) {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.children.start(builder))
			.withMessageStartingWith("Cannot run program \"" + builder.command().get(0) + "\"")
			.withMessageContaining(reason);
	}

	@Test
	void manyChildrenLeaveNothing() throws Exception {
		this.children.inherit(file("gate")).inherit(file("announce"));
		Set<Integer> before = warmUp();
		for (int i = 0; i < 200; i++) {
			assertThat(this.children.start("sh", "-c", "echo unread; echo unread >&2").waitFor()).isZero();
		}
		Leftovers.assertNone(before);
	}

	/** What opens a file once and keeps it open shall not be taken for a leak. */
	private Set<Integer> warmUp() throws IOException {
		assertThat(Children.output(this.children.start("echo"))).isEqualTo("\n");
		Leftovers.awaitNoThread();
		return Children.descriptors(ProcessHandle.current().pid());
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private void script(String name, String text) throws IOException {
		Files.writeString(file(name), text);
		Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwx------"));
	}

}
