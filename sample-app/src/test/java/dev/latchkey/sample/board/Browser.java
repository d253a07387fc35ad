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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntries;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A headless Chromium that shows the board. The machine's own driver is named, so nothing
 * is downloaded.
 */
final class Browser implements AutoCloseable {

	private final ChromeDriver driver;

	Browser() {
		Requirement.CHROMIUM.require();
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program("chromium", "google-chrome").toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--force-prefers-reduced-motion");
		options.setCapability("goog:loggingPrefs", logging);
		File chromedriver = program("chromedriver").toFile();
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(chromedriver).usingAnyFreePort().build(),
				options);
		this.driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(10));
		resize(1400, 1000);
	}

	private static Path program(String... names) {
		return Stream.of(names)
			.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
				.map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow();
	}

	void open(String port) {
		this.driver.get("http://localhost:" + port + "/");
	}

	/** Show the page in a window of that size. */
	void resize(int width, int height) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/** Prefer a theme: {@code light} or {@code dark}. */
	void prefer(String theme) {
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
	}

	private void command(String name, Map<String, Object> parameters) {
		Map<String, Object> unused = this.driver.executeCdpCommand(name, parameters);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/** Return what an element says; what is not there says nothing. */
	String text(String selector) {
		return run("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
	}

	/** Run a script, and return what it returns, as text. */
	String run(String script, Object... arguments) {
		return String.valueOf(this.driver.executeScript(script, arguments));
	}

	/** Read a script that is beside this class. */
	static String resource(String name) {
		try (InputStream content = Objects.requireNonNull(Browser.class.getResourceAsStream(name))) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Press all buttons that kill, and await the ends. */
	void killTheRivals() {
		String unused = run("document.querySelectorAll('button.kill').forEach((button) => button.click())");
		await("all dead").until(() -> findAll("#processes button.kill:not([aria-disabled])").isEmpty());
	}

	/** Press keys, wherever the focus is. */
	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/** Press Tab until an element has the focus that the selector finds. */
	void tabTo(String selector) {
		for (int i = 0; i < 50; i++) {
			if (run("return document.activeElement.matches(arguments[0])", selector).equals("true")) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError("The tabulator does not lead to " + selector);
	}

	void screenshot(Path file) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What the console has said so far was to be expected. */
	void forgetComplaints() {
		LogEntries unused = this.driver.manage().logs().get(LogType.BROWSER);
	}

	/** The console must be silent. */
	void assertNoComplaint() {
		assertThat(this.driver.manage().logs().get(LogType.BROWSER)).extracting(LogEntry::getMessage).isEmpty();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
