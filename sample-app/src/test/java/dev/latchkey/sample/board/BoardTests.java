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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import dev.latchkey.sample.Instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The board in a real browser. The instance that serves it syncs in two seconds; a rival
 * syncs once, as soon as it is up, and that takes it two minutes.
 */
class BoardTests {

	private static final String WORKSPACE = "#locks tr[data-key$='workspace'] ";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static Instance instance;

	@SuppressWarnings("NullAway.Init")
	private static Browser browser;

	@BeforeAll
	static void start() {
		browser = new Browser();
		instance = start("0");
	}

	private static Instance start(String port) {
		return new Instance(Instance.fork(directory, "300ms", Map.of("server.port", port, "sample.rival.arguments",
				"--sample.remote-latency=20s", "latchkey.held-file.stale-after", "3s")));
	}

	@BeforeEach
	void open() {
		browser.open(instance.port());
		await("connected").until(() -> browser.text("#connection").startsWith("Live"));
	}

	@AfterEach
	void killTheRivals() {
		browser.killTheRivals();
		browser.assertNoComplaint();
	}

	@AfterAll
	static void end() {
		if (browser != null) {
			browser.close();
		}
		if (instance != null) {
			instance.close();
		}
	}

	@Test
	void aRivalWaitsAndHasTheLockWhenTheHolderIsKilled() {
		String holder = startRival();
		awaitDoing(holder, "holds workspace");
		String waiter = startRival();
		awaitDoing(waiter, "waits for workspace");
		assertThat(browser.text(WORKSPACE + ".holder")).startsWith(holder).contains(pid(holder), "token");
		await("callSite").until(() -> browser.text(WORKSPACE + ".waiters").contains("SyncService.sync"));
		assertThat(browser.text(WORKSPACE + ".waiters")).startsWith(waiter).contains(pid(waiter));
		assertThat(browser.findAll(row("A") + ".kill")).as("this process").isEmpty();

		browser.find(row(holder) + ".kill").click();
		awaitDoing(waiter, "holds workspace");
		await("take-over").until(() -> browser.text("#takeover-story").startsWith(holder + " was killed"));
		assertThat(browser.text("#takeover-story")).contains(waiter + " was waiting");
		assertThat(Double.parseDouble(browser.text("#takeover-value").replace(",", ""))).isPositive();
		assertThat(browser.text(row(holder))).contains("killed at");
		assertThat(browser.find(WORKSPACE + ".lanes").getAttribute("aria-label")).contains(holder + " held it once",
				waiter + " held it once");
		assertThat(browser.run("return document.getElementById('news').textContent"))
			.contains(waiter + " had workspace");
	}

	@Test
	void aHolderThatIsStoppedIsStalledAndNotRobbed() {
		String holder = startRival();
		awaitDoing(holder, "holds workspace");
		String token = browser.text(WORKSPACE + ".holder code");
		browser.find(row("A") + ".sync").click();
		awaitDoing("A", "waits for workspace");

		browser.find(row(holder) + ".stop").click();
		awaitState("stalled");
		assertThat(browser.text(row(holder))).contains("stopped", "Continue");
		assertThat(browser.text(row("A"))).contains("waits for workspace");
		assertThat(browser.text(WORKSPACE + ".holder code")).isEqualTo(token);

		browser.find(row(holder) + ".stop").click();
		awaitState("held");
		assertThat(browser.text(WORKSPACE + ".holder code")).isEqualTo(token);
		assertThat(browser.findAll(WORKSPACE + ".bar.stall")).hasSize(1);

		browser.find(row(holder) + ".kill").click();
		await("take-over").until(() -> browser.text("#takeover-story").contains("A was waiting"));
	}

	@Test
	void theKeyboardIsEnough() {
		browser.tabTo("#start");
		int processes = browser.findAll("#processes tr").size();
		browser.press(Keys.ENTER);
		await("started").until(() -> browser.findAll("#processes tr").size() > processes);
		String rival = newest();
		awaitDoing(rival, "holds workspace");

		browser.tabTo(row(rival) + ".stop");
		browser.press(Keys.SPACE);
		await("stopped").until(() -> browser.text(row(rival)).contains("Continue"));
		browser.press(Keys.SPACE);
		await("continued").until(() -> browser.text(row(rival)).contains("Stop"));
		browser.tabTo(row(rival) + ".kill");
		browser.press(Keys.ENTER);
		await("killed").until(() -> browser.text(row(rival)).contains("killed at"));
		assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
			.isEqualTo("Kill process " + rival + ", " + pid(rival));

		browser.tabTo(WORKSPACE + "summary");
		browser.press(Keys.ENTER);
		await("table").until(() -> browser.text(WORKSPACE + "details tbody tr").matches(rival + "\\s.*killed"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void eachThemeCanBeReadAlsoWhereThereIsLittleRoom(String theme) {
		browser.prefer(theme);
		for (int width : new int[] { 1400, 375 }) {
			browser.resize(width, 900);
			assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo("true");
			assertThat(browser.run(Browser.resource("contrast.js"))).as("text with too little contrast").isEmpty();
		}
		browser.resize(1400, 1000);
	}

	@Test
	void thePageFindsTheApplicationAgain() {
		instance.kill();
		await("lost").until(() -> browser.text("#connection").startsWith("Connection lost"));
		instance = start(instance.port());
		await("found").atMost(Duration.ofSeconds(20))
			.until(() -> browser.text("#connection").endsWith("pid " + instance.pid()));
		browser.forgetComplaints();
	}

	private static String startRival() {
		int processes = browser.findAll("#processes tr").size();
		browser.find("#start").click();
		await("started").until(() -> browser.findAll("#processes tr").size() > processes);
		return newest();
	}

	private static String newest() {
		return browser.text("#processes tr:last-child .chip");
	}

	private static String row(String label) {
		return "#process-" + label + " ";
	}

	private static String pid(String label) {
		return browser.text(row(label) + ".pid");
	}

	private static void awaitDoing(String label, String doing) {
		await(label + " " + doing).atMost(Duration.ofSeconds(40))
			.until(() -> browser.text(row(label) + ".doing").contains(doing));
	}

	private static void awaitState(String state) {
		await(state).until(() -> browser.text(WORKSPACE + ".badge").equals(state));
	}

}
