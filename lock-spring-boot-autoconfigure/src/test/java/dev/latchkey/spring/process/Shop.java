package dev.latchkey.spring.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LockTimeoutException;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Oracle;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * An application with a locked method of each kind. While a call is in its section it
 * also has a second lock of the kernel, the oracle, which must be free when it enters.
 */
public class Shop {

	private static final String LOCK = "shop";

	private final BufferedReader commands = new BufferedReader(
			new InputStreamReader(System.in, StandardCharsets.UTF_8));

	/**
	 * Run the application. A command is the kind of a call, which answers {@code in} when
	 * it is in its section, stays until the next line, and then answers {@code out}, or
	 * else what became of it.
	 * @param arguments none
	 * @throws IOException if the commands cannot be read
	 */
	public static void main(String... arguments) throws IOException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(arguments)) {
			Shop shop = context.getBean(Shop.class);
			Calls calls = context.getBean(Calls.class);
			ForkedJvm.reply("ready");
			String command = shop.commands.readLine();
			while (command != null && !command.equals("end")) {
				ForkedJvm.reply(String.valueOf(shop.call(calls, command)));
				command = shop.commands.readLine();
			}
		}
	}

	private @Nullable Object call(Calls calls, String command) throws IOException {
		Section section = new Section(this.commands);
		try {
			return switch (command) {
				case "exclusive" -> calls.exclusive(section);
				case "skip" -> calls.skipping(section);
				case "fallback" -> calls.fallingBack(section);
				case "timeout" -> calls.impatient(section);
				case "stage" -> calls.stage(section).toCompletableFuture().join();
				case "mono" -> calls.mono(section).block();
				case "flux" -> calls.flux(section).blockLast();
				case "transaction" -> calls.transactional(section);
				case "pack" -> calls.pack(Path.of(System.getProperty("pack")), section);
				default -> throw new IllegalArgumentException(command);
			};
		}
		catch (LockTimeoutException ex) {
			return "busy " + ex.owners().get(0).pid();
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	/** The critical section of a call. */
	static class Section {

		private final BufferedReader commands;

		Section(BufferedReader commands) {
			this.commands = commands;
		}

		String stay() {
			try {
				Oracle oracle = new Oracle(Path.of(System.getProperty("oracle")));
				oracle.visit(1, this::awaitCommand);
				return (oracle.overlaps() == 0) ? "out" : "OVERLAP";
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void awaitCommand() {
			ForkedJvm.reply("in");
			try {
				String unused = this.commands.readLine();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	static class Calls {

		@HeldFileLock(LOCK)
		public String exclusive(Section section) {
			return section.stay();
		}

		@HeldFileLock(value = LOCK, waitTime = "0", whenBusy = WhenBusy.SKIP)
		public @Nullable String skipping(Section section) {
			return section.stay();
		}

		@HeldFileLock(value = LOCK, waitTime = "10ms", fallback = "later")
		public String fallingBack(Section section) {
			return section.stay();
		}

		String later(Section section) {
			return "later";
		}

		@HeldFileLock(value = LOCK, waitTime = "10ms")
		public String impatient(Section section) {
			return section.stay();
		}

		@HeldFileLock(LOCK)
		public CompletionStage<String> stage(Section section) {
			return CompletableFuture.supplyAsync(section::stay);
		}

		@HeldFileLock(LOCK)
		public Mono<String> mono(Section section) {
			return Mono.fromCallable(section::stay);
		}

		@HeldFileLock(LOCK)
		public Flux<String> flux(Section section) {
			return Flux.just("first").concatWith(Mono.fromCallable(section::stay));
		}

		@Transactional
		@HeldFileLock(LOCK)
		public String transactional(Section section) {
			if (!TransactionSynchronizationManager.isActualTransactionActive()) {
				throw new IllegalStateException("There is no transaction");
			}
			return section.stay();
		}

		@PackLock("#pack")
		public String pack(Path pack, Section section) {
			return section.stay();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	@Import({ Shop.class, Calls.class })
	static class Application {

		@Bean
		DataSource dataSource() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
			return dataSource;
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
