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

import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * How long an inherited lock lives.
 */
class InheritedLockTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource
	void itLivesAsLongAsTheChild(Children.Closing closing) throws Exception {
		try (Children children = new Children(closing)) {
			Process child = children.inherit(gate()).inherit(announce()).start("cat");
			children.closeInherited();
			assertHeld();
			child.getOutputStream().close();
			assertThat(child.waitFor()).isZero();
			assertFree();
		}
	}

	@Test
	void itSurvivesTheDeathOfItsFirstHolder() {
		try (ForkedJvm parent = ForkedJvm.start(InheritedLockTests.class, gate().toString(), announce().toString())) {
			ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.answer())).orElseThrow();
			assertHeld();
			parent.kill();
			assertHeld();
			assertThat(child.isAlive()).isTrue();
			child.destroyForcibly();
			awaitFree();
		}
	}

	/**
	 * The first holder: it starts a child that inherits its locks, and has them itself,
	 * until it is killed.
	 */
	public static void main(String[] files) throws Exception {
		try (Children children = new Children(Children.Closing.FROM_A_NUMBER)) {
			Process child = children.inherit(Path.of(files[0])).inherit(Path.of(files[1])).start("sleep", "600");
			ForkedJvm.reply(Long.toString(child.pid()));
			child.waitFor();
		}
	}

	@Test
	void itLivesAsLongAsAGrandchildThatKeepsIt() throws Exception {
		try (Children children = new Children(Children.Closing.FROM_A_NUMBER)) {
			children.inherit(gate()).inherit(announce());
			ProcessHandle grandchild = children.startGrandchild("sleep 600 & echo $!");
			children.closeInherited();
			assertHeld();
			grandchild.destroyForcibly();
			awaitFree();
		}
	}

	@Test
	void aGrandchildThatClosesItDoesNotKeepIt() throws Exception {
		try (Children children = new Children(Children.Closing.FROM_A_NUMBER)) {
			children.inherit(gate()).inherit(announce());
			ProcessHandle grandchild = children.startGrandchild("sleep 600 10>&- 11>&- & echo $!");
			children.closeInherited();
			awaitFree();
			assertThat(grandchild.isAlive()).isTrue();
		}
	}

	@Test
	void itIsNotGivenUpWhenAChildCannotBeStarted() {
		try (Children children = new Children(Children.Closing.FROM_A_NUMBER)) {
			children.inherit(gate()).inherit(announce());
			assertThatIOException().isThrownBy(() -> children.start("nosuchprogram"));
			assertHeld();
		}
	}

	private Path gate() {
		return this.directory.resolve("gate");
	}

	private Path announce() {
		return this.directory.resolve("announce");
	}

	private void assertHeld() {
		assertThat(Children.isFree(gate())).isFalse();
		assertThat(Children.isFree(announce())).isFalse();
	}

	private void assertFree() {
		assertThat(Children.isFree(gate())).isTrue();
		assertThat(Children.isFree(announce())).isTrue();
	}

	private void awaitFree() {
		Awaitility.await().until(() -> Children.isFree(gate()) && Children.isFree(announce()));
	}

}
