package dev.latchkey.readme;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

class ReadmeTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void onePublishesItsPortAndAllFindIt() {
		try (ConfigurableApplicationContext one = start(); ConfigurableApplicationContext two = start()) {
			String port = one.getEnvironment().getProperty("local.server.port");
			assertThat(one.getBean(PublishedPort.class).find()).hasValue(port);
			assertThat(two.getBean(PublishedPort.class).find()).hasValue(port);
		}
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(Application.class, "--server.port=0", "--latchkey.directory=" + this.directory);
	}

	@Test
	void theReadmeShowsWhatIsTestedHere() throws Exception {
		String source = Files.readString(Path.of("src/test/java/dev/latchkey/readme/PublishedPort.java"));
		assertThat(Files.readString(Path.of("../README.md")))
			.contains(source.substring(source.indexOf("@Component\n")));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PublishedPort.class)
	static class Application {

	}

}
