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

package dev.latchkey.spring.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.order.LockTiers;
import dev.latchkey.order.TierScope;
import dev.latchkey.pack.PackLocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is held to the order of the tiers, and how strictly.
 */
class LockOrderConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path temporary;

	@SuppressWarnings("NullAway.Init")
	private ApplicationContextRunner runner;

	@BeforeEach
	void create() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, LockTiersAutoConfiguration.class,
					PackLocksAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.temporary.resolve("locks"));
	}

	@ParameterizedTest
	@CsvSource({ ",,,logs", ",production,,logs", ",dev,,fails", ",test,,fails", ",local,,fails", ",debug,,fails",
			",'production,dev',,fails", ",dev,mine,logs", ",mine,mine,fails", ",staging,!production,fails",
			",dev,'',logs", "fail,,,fails", "log,dev,,logs", "off,dev,,ignores" })
	void enforcementFollowsTheProfile(@Nullable String enforcement, String active, String debug, String expected) {
		ApplicationContextRunner configured = (enforcement != null)
				? this.runner.withPropertyValues("latchkey.tiers.enforcement=" + enforcement) : this.runner;
		configured = (active != null) ? configured.withPropertyValues("spring.profiles.active=" + active) : configured;
		configured = (debug != null) ? configured.withPropertyValues("latchkey.tiers.debug-profiles=" + debug)
				: configured;
		configured.run(
				(context) -> assertThat(ofAReversal(context.getBean(LockTiers.class), context.getBean(PackLocks.class)))
					.isEqualTo(expected));
	}

	private String ofAReversal(LockTiers tiers, PackLocks locks) {
		TierScope scope = tiers.push(LockTier.MANIFEST, "a manifest");
		try (LockHold hold = locks.pack(this.temporary).tryAcquire().orElseThrow()) {
			assertThat(hold.isHeld()).isTrue();
			return (tiers.violations() == 1) ? "logs" : "ignores";
		}
		catch (LockOrderException ex) {
			assertThat(tiers.violations()).isEqualTo(1);
			return "fails";
		}
		finally {
			scope.close();
		}
	}

	@Test
	void listenersHearOfIt() {
		List<LockOrderException> heard = new ArrayList<>();
		LockListener listener = new EventCallbacks() {

			@Override
			public void outOfOrder(LockOrderException problem) {
				heard.add(problem);
			}

		};
		this.runner.withBean("mine", LockListener.class, () -> listener).run((context) -> {
			assertThat(ofAReversal(context.getBean(LockTiers.class), context.getBean(PackLocks.class)))
				.isEqualTo("logs");
			assertThat(heard).hasSize(1);
		});
	}

	@Test
	void anotherOrderIsAskedInstead() {
		LockOrder none = new LockOrder() {

			@Override
			public Position enter(LockTier tier, LockId lock) {
				throw new IllegalStateException("asked for " + tier);
			}

			@Override
			public void check(LockTier tier, LockId lock) {
			}

		};
		this.runner.withBean("mine", LockOrder.class, () -> none).run((context) -> {
			assertThat(context).hasSingleBean(LockOrder.class).doesNotHaveBean(LockTiers.class);
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> context.getBean(PackLocks.class).pack(this.temporary).tryAcquire())
				.withMessage("asked for PER_PACK");
		});
	}

	@Test
	void packLocksHaveTheConfiguredName() {
		this.runner.withPropertyValues("latchkey.pack.file-name=.mine").run((context) -> {
			try (LockHold hold = context.getBean(PackLocks.class).pack(this.temporary).tryAcquire().orElseThrow()) {
				assertThat(hold.id().path()).hasFileName(".mine").exists();
			}
		});
	}

}
