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

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

import dev.latchkey.sample.Instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No test, but what makes {@code docs/images/board-*.png}, in some minutes:
 * {@code mvn -pl sample-app -am verify -Dtest=BoardScreenshots -Dsurefire.failIfNoSpecifiedTests=false}.
 * The fonts are those of Debian's packages {@code fonts-inter} and
 * {@code fonts-jetbrains-mono}.
 */
class BoardScreenshots {

	private static final String HOLDER = "#locks tr[data-key$='workspace'] .holder";

	private static final String RIVAL_HOLDS = """
			const holder = document.querySelector("%s .chip")?.innerText;
			const waiters = document.querySelectorAll("#locks tr[data-key$='workspace'] .waiters li").length;
			const button = document.querySelector(`#process-${holder} .${arguments[0]}`);
			if (button && waiters > 0) { button.click(); return holder; }
			return '';""".formatted(HOLDER);

	/** Its name is in the picture. */
	private static final Path WORKSPACE = Path.of(System.getProperty("java.io.tmpdir"), "latchkey-sample");

	@AfterEach
	void delete() throws Exception {
		assertThat(FileSystemUtils.deleteRecursively(WORKSPACE)).isTrue();
	}

	@Test
	void threeProcessesAtWorkInBothThemes() {
		try (Instance instance = new Instance(Instance.fork(WORKSPACE, "1s", Map.of("sample.sync-interval", "5s")));
				Browser browser = new Browser()) {
			browser.open(instance.port());
			startRival(browser, 2);
			startRival(browser, 3);
			String stopped = pressWhenARivalHolds(browser, "stop");
			patiently().until(
					() -> browser.run("return document.querySelector('.bar.stall')?.offsetWidth > 30").equals("true"));
			browser.find("#process-" + stopped + " .stop").click();
			patiently().until(() -> !browser.text(HOLDER).contains(stopped));
			String unused = pressWhenARivalHolds(browser, "kill");
			patiently().until(() -> !browser.text("#takeover-value").equals("–"));
			startRival(browser, 4);
			patiently().until(() -> browser
				.run("return document.querySelector('.tracks').style.getPropertyValue('--watched') === '0%'")
				.equals("true"));
			patiently().until(() -> browser.findAll("#locks tr[data-key$='workspace'] .call-site").size() == 2);
			String height = browser.run("return document.documentElement.scrollHeight");
			browser.resize(1400, (int) Double.parseDouble(height));
			for (String theme : new String[] { "light", "dark" }) {
				browser.prefer(theme);
				browser.screenshot(Path.of("../docs/images/board-" + theme + ".png"));
			}
			browser.killTheRivals();
		}
	}

	private static void startRival(Browser browser, int processes) {
		patiently().until(() -> browser.findAll("#processes tr").size() == processes - 1);
		browser.find("#start").click();
		patiently()
			.until(() -> browser.findAll("#processes tr[data-state='running']").size() >= Math.min(processes, 3));
	}

	private static String pressWhenARivalHolds(Browser browser, String button) {
		return patiently().until(() -> browser.run(RIVAL_HOLDS, button), (holder) -> !holder.isEmpty());
	}

	private static ConditionFactory patiently() {
		return await().atMost(Duration.ofMinutes(5));
	}

}
