package dev.latchkey.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Keeps a workspace of packs up to date, together with other instances of itself.
 */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class SampleApplication {

	/**
	 * Start an instance.
	 * @param arguments properties, such as {@code --server.port=8081}
	 */
	public static void main(String... arguments) {
		SpringApplication.run(SampleApplication.class, arguments);
	}

}
