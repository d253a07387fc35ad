package dev.latchkey.internal.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A thread that asks one thing and ends.
 */
final class AnotherThread {

	private AnotherThread() {
	}

	static <T> T get(Supplier<T> question) throws InterruptedException {
		List<T> answer = new ArrayList<>();
		Thread thread = new Thread(() -> answer.add(question.get()));
		thread.start();
		thread.join();
		return answer.get(0);
	}

}
