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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import tools.jackson.core.json.JsonFactory;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockType;
import dev.latchkey.WriterHold;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.pidfile.PidFileInspection.State;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.spring.DaemonHeartbeat;
import dev.latchkey.spring.SingleInstance;
import dev.latchkey.spring.actuate.LocksEndpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class DaemonAutoConfigurationTests {

	private static final List<String> seen = new ArrayList<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void withoutThePropertyThereIsNoPidFile() {
		try (ConfigurableApplicationContext context = run("--latchkey.directory=" + this.directory)) {
			assertThat(context.getBeansOfType(SingleInstance.class)).isEmpty();
			assertThat(context.getBeansOfType(DaemonHeartbeat.class)).isEmpty();
			assertThat(context.getBean(LocksEndpoint.class).locks().daemon()).isNull();
		}
	}

	@Test
	void anEmptyPropertyOrDisabledLocksMeanNone() {
		for (String[] arguments : new String[][] { { "--latchkey.daemon.pid-file=" },
				{ "--latchkey.daemon.pid-file=" + pidFile(), "--latchkey.enabled=false" } }) {
			try (ConfigurableApplicationContext context = run(arguments)) {
				assertThat(context.getBeansOfType(SingleInstance.class)).isEmpty();
			}
		}
		assertThat(pidFile()).doesNotExist();
	}

	@Test
	void theFileIsThereFromBeforeTheFirstBeanUntilAfterTheLast() {
		seen.clear();
		try (ConfigurableApplicationContext context = start()) {
			assertThat(pidFile()).hasContent(Long.toString(ProcessHandle.current().pid()));
			assertThat(context.getBeansOfType(SingleInstance.class)).hasSize(1);
		}
		assertThat(seen).containsExactly("made with the pid file", "destroyed with the pid file");
		assertThat(pidFile()).doesNotExist();
	}

	@Test
	void theStateFollowsTheLifeOfTheApplication() {
		DaemonStateFile state = DaemonStateFile.beside(new PidFileLock(LockRuntime.builder().build(), pidFile()));
		try (ConfigurableApplicationContext context = start()) {
			Awaitility.await().until(() -> state.read().isPresent());
			assertThat(state.read().orElseThrow().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(context.getBean(DaemonHeartbeat.class).isRunning()).isTrue();
		}
		assertThat(state.path()).doesNotExist();
	}

	@Test
	void bothAreShownByTheEndpoint() {
		try (ConfigurableApplicationContext context = start()) {
			LocksEndpoint endpoint = context.getBean(LocksEndpoint.class);
			Awaitility.await().untilAsserted(() -> assertThat(endpoint.locks().daemon()).satisfies((daemon) -> {
				assertThat(daemon.heartbeatAt()).isNotNull();
				assertThat(daemon.pidFile()).isEqualTo(pidFile().toString());
				assertThat(daemon.held()).isTrue();
				assertThat(daemon.stateFile()).endsWith("/app-state.json");
				assertThat(daemon.problem()).isNull();
				assertThat(daemon.startedAt()).isNotNull();
			}));
			assertThat(endpoint.locks().held()).singleElement().satisfies((held) -> {
				assertThat(held.type()).isEqualTo("pid-file");
				assertThat(held.name()).isEqualTo("app.pid");
			});
		}
	}

	@Test
	void writerLocksAreShownByTheEndpointToo() {
		try (ConfigurableApplicationContext context = run("--latchkey.directory=" + this.directory);
				WriterHold hold = context.getBean(LatchkeyParts.class)
					.writers()
					.lock(this.directory.resolve("data"))
					.tryAcquire()
					.orElseThrow()) {
			assertThat(context.getBean(LocksEndpoint.class).locks().held()).singleElement().satisfies((held) -> {
				assertThat(held.type()).isEqualTo("writer");
				assertThat(held.path()).isEqualTo(hold.id().path().toString());
			});
		}
	}

	@Test
	void theSecondInstanceFailsBeforeItsBeansAreMadeAndNamesTheFirst(CapturedOutput output) {
		seen.clear();
		try (OtherHolder first = OtherHolder.of(LockType.PID_FILE, this.directory)) {
			Path pidFile = this.directory.resolve("job.pid");
			assertThatExceptionOfType(AlreadyRunningException.class)
				.isThrownBy(() -> run("--latchkey.daemon.pid-file=" + pidFile).close());
			assertThat(seen).isEmpty();
			assertThat(output.getAll()).contains("APPLICATION FAILED TO START",
					"Another instance of this application is running, and has the pid file '" + pidFile + "'");
			assertThat(output.getAll())
				.containsPattern("pid " + first.pid() + ", \\S*/java, since \\d{4}-\\d\\d-\\d\\dT");
			assertThat(output.getAll()).contains("Stop it first, with 'kill " + first.pid() + "'",
					"latchkey.daemon.pid-file");
			assertThat(first.isHolding()).isTrue();
		}
	}

	@Test
	void aStartThatFailsLaterReleasesTheFile() {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Broken.class).web(WebApplicationType.NONE)
				.run("--latchkey.daemon.pid-file=" + pidFile(),
						"--latchkey.directory=" + this.directory.resolve("locks"))
				.close())
			.withStackTraceContaining("broken");
		assertThat(new PidFileLock(LockRuntime.builder().build(), pidFile()).status().state())
			.isEqualTo(State.NOT_RUNNING);
	}

	@Test
	void aStartThatFailsBeforeTheRefreshReleasesTheFile() {
		List<ApplicationListener<? extends SpringApplicationEvent>> failures = List.of(
				(ApplicationListener<ApplicationContextInitializedEvent>) (event) -> failEarly(),
				(ApplicationListener<ApplicationPreparedEvent>) (event) -> failEarly());
		for (ApplicationListener<?> failure : failures) {
			assertThatIllegalStateException()
				.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
					.listeners(failure)
					.run("--latchkey.daemon.pid-file=" + pidFile(),
							"--latchkey.directory=" + this.directory.resolve("locks"))
					.close())
				.withMessage("early");
			assertThat(pidFile()).doesNotExist();
		}
	}

	private void failEarly() {
		assertThat(pidFile()).exists();
		throw new IllegalStateException("early");
	}

	@Test
	void aStartThatFailsAfterTheRefreshReleasesTheFileLast() {
		seen.clear();
		assertThatIllegalStateException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.listeners((ApplicationListener<ApplicationStartedEvent>) (event) -> failEarly())
				.run("--latchkey.daemon.pid-file=" + pidFile(),
						"--latchkey.directory=" + this.directory.resolve("locks"))
				.close());
		assertThat(seen).containsExactly("made with the pid file", "destroyed with the pid file");
		assertThat(pidFile()).doesNotExist();
	}

	@Test
	void aSecondContextOfThisProcessIsToldThatThisProcessHasTheFile(CapturedOutput output) {
		try (ConfigurableApplicationContext first = start()) {
			assertThatExceptionOfType(AlreadyRunningException.class).isThrownBy(() -> start().close())
				.satisfies((ex) -> assertThat(ex.isThisProcess()).isTrue())
				.withMessageContaining("This process has the pid file '" + pidFile() + "' already");
			assertThat(first.isActive()).isTrue();
		}
		assertThat(output.getAll())
			.contains("This process (pid " + ProcessHandle.current().pid() + ") has the pid file '" + pidFile()
					+ "' already", "lock-spring-boot-test", "latchkey.daemon.pid-file=")
			.doesNotContain("'kill ");
	}

	@Test
	void aSliceClaimsNothing() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Parent.class)
			.web(WebApplicationType.NONE)
			.run("--latchkey.daemon.pid-file=" + pidFile(), "--spring.boot.enableautoconfiguration=false")) {
			assertThat(context.getBeansOfType(SingleInstance.class)).isEmpty();
			assertThat(pidFile()).doesNotExist();
		}
	}

	@Test
	void aFileThatIsNoPidFileFailsTheStart(CapturedOutput output) throws Exception {
		Files.writeString(pidFile(), "precious");
		assertThatException().isThrownBy(() -> start().close());
		assertThat(output.getAll()).contains("'" + pidFile() + "' is not a pid file", "It is left alone");
		assertThat(pidFile()).hasContent("precious");
	}

	@Test
	void listenersHearOfTheClaimAndOfTheRelease() {
		List<String> heard = new ArrayList<>();
		LockListener listener = new EventCallbacks() {

			@Override
			public void acquired(LockHold hold) {
				heard.add("acquired " + hold.id().name());
			}

			@Override
			public void released(LockHold hold) {
				heard.add("released " + hold.id().name());
			}

		};
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.initializers((initialized) -> initialized.getBeanFactory().registerSingleton("mine", listener))
			.run("--latchkey.daemon.pid-file=" + pidFile(),
					"--latchkey.directory=" + this.directory.resolve("locks"))) {
			assertThat(context.getBean(ActiveLocks.class).holds()).hasSize(1);
			assertThat(heard).containsExactly("acquired app.pid");
		}
		assertThat(heard).containsExactly("acquired app.pid", "released app.pid");
	}

	@Test
	void aChildContextDoesNotClaimAgain() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Parent.class)
			.web(WebApplicationType.NONE)
			.properties("latchkey.daemon.pid-file=" + pidFile(),
					"latchkey.directory=" + this.directory.resolve("locks"))
			.child(Application.class)
			.web(WebApplicationType.NONE)
			.run()) {
			assertThat(context.getParent()).isNotNull();
			assertThat(context.getBean(SingleInstance.class).hold().isHeld()).isTrue();
		}
	}

	@Test
	void nothingIsClaimedWhileTheApplicationIsProcessedAheadOfTime() {
		GenericApplicationContext context = new GenericApplicationContext();
		TestPropertyValues.of("latchkey.daemon.pid-file=" + pidFile()).applyTo(context);
		TestPropertyValues.of("spring.aot.processing=true").applyToSystemProperties(() -> {
			new SingleInstanceInitializer().initialize(context);
			return true;
		});
		assertThat(pidFile()).doesNotExist();
		new SingleInstanceInitializer().initialize(context);
		assertThat(pidFile()).exists();
		context.refresh();
		context.close();
		assertThat(pidFile()).doesNotExist();
	}

	@Test
	void withoutASpringApplicationABeanClaims() {
		runner().run((context) -> {
			assertThat(context).hasSingleBean(SingleInstance.class).hasSingleBean(DaemonHeartbeat.class);
			assertThat(pidFile()).exists();
			assertThat(context.getBean(ActiveLocks.class).holds()).hasSize(1);
		});
		assertThat(pidFile()).doesNotExist();
	}

	@Test
	void eachBeanBacksOff() {
		try (SingleInstance mine = new SingleInstance(
				new PidFileLock(LockRuntime.builder().build(), this.directory.resolve("mine.pid")))) {
			runner()
				.withBean("mine", SingleInstance.class, () -> mine, (definition) -> definition.setDestroyMethodName(""))
				.run((context) -> {
					assertThat(context.getBean(SingleInstance.class)).isSameAs(mine);
					assertThat(context.getBean(DaemonStateFile.class).path()).hasFileName("mine-state.json");
					assertThat(pidFile()).doesNotExist();
				});
			DaemonHeartbeat heartbeat = new DaemonHeartbeat(mine);
			runner().withBean("heartbeat", DaemonHeartbeat.class, () -> heartbeat)
				.run((context) -> assertThat(context.getBean(DaemonHeartbeat.class)).isSameAs(heartbeat));
		}
	}

	@Test
	void withoutJacksonThereIsNoStateButThePidFile() {
		runner().withClassLoader(new FilteredClassLoader(JsonFactory.class)).run((context) -> {
			assertThat(context).hasSingleBean(SingleInstance.class).doesNotHaveBean(DaemonHeartbeat.class);
			assertThat(pidFile()).exists();
		});
	}

	@Test
	void aHeartbeatThatIsStoppedAndStartedGoesOn() {
		runner().run((context) -> {
			DaemonHeartbeat heartbeat = context.getBean(DaemonHeartbeat.class);
			DaemonStateFile state = context.getBean(DaemonStateFile.class);
			Awaitility.await().until(() -> state.read().isPresent());
			heartbeat.stop();
			assertThat(state.read()).isEmpty();
			heartbeat.start();
			Awaitility.await().until(() -> state.read().isPresent());
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, DaemonAutoConfiguration.class))
			.withPropertyValues("latchkey.daemon.pid-file=" + pidFile(),
					"latchkey.directory=" + this.directory.resolve("locks"));
	}

	private ConfigurableApplicationContext start() {
		return run("--latchkey.daemon.pid-file=" + pidFile(),
				"--latchkey.directory=" + this.directory.resolve("locks"));
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("management.endpoints.web.exposure.include=locks",
					"management.endpoints.jmx.exposure.include=locks", "spring.jmx.enabled=true")
			.run(arguments);
	}

	private Path pidFile() {
		return this.directory.resolve("app.pid");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, DaemonAutoConfiguration.class,
			EndpointAutoConfiguration.class, LocksEndpointAutoConfiguration.class })
	static class Application {

		@Bean
		Witness witness(Environment environment) {
			return new Witness(Path.of(environment.getProperty("latchkey.daemon.pid-file", "/none")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, DaemonAutoConfiguration.class })
	static class Broken {

		@Bean
		String broken() {
			throw new IllegalStateException("broken");
		}

	}

	static final class Witness implements DisposableBean {

		private final Path pidFile;

		Witness(Path pidFile) {
			this.pidFile = pidFile;
			see("made");
		}

		private void see(String what) {
			seen.add(what + (Files.exists(this.pidFile) ? " with the pid file" : " without the pid file"));
		}

		@Override
		public void destroy() {
			see("destroyed");
		}

	}

}
