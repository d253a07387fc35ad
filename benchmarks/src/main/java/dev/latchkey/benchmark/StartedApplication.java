package dev.latchkey.benchmark;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A bare application. It prints how long it took until it was ready, and how much
 * processor time, both in milliseconds, and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	/** Before the two figures. */
	static final String FIGURES = "figures ";

	/**
	 * Start the application.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		ConfigurableApplicationContext context = SpringApplication.run(StartedApplication.class, arguments);
		long ready = System.currentTimeMillis();
		long processor = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
		long wall = ready - ManagementFactory.getRuntimeMXBean().getStartTime();
		System.out.println(FIGURES + wall + " " + processor / 1_000_000);
		context.close();
	}

}
