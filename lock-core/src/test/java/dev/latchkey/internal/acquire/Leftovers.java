package dev.latchkey.internal.acquire;

import java.time.Duration;
import java.util.Set;

import org.awaitility.Awaitility;

import dev.latchkey.internal.spawn.Children;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a child that has ended, or was not started, might leave behind here.
 */
public final class Leftovers {

	private Leftovers() {
	}

	/**
	 * Assert that there are no descriptors but those of before, no children, also dead
	 * ones, and no threads that wait for some.
	 * @param descriptorsBefore the descriptors that were open before
	 */
	public static void assertNone(Set<Integer> descriptorsBefore) {
		awaitNoThread();
		ProcessHandle self = ProcessHandle.current();
		// What tests before this one have left is going away meanwhile.
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(descriptorsBefore).containsAll(Children.descriptors(self.pid()));
			assertThat(self.children()).isEmpty();
		});
	}

	public static void awaitNoThread() {
		Awaitility.await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(Leftovers::waits));
	}

	private static boolean waits(Thread thread) {
		return thread.getName().startsWith("latchkey-child");
	}

}
