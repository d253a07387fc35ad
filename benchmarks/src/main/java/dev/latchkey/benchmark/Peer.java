package dev.latchkey.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/**
 * A JVM that does something beside what is measured: it prints a line when it is ready,
 * works until it is given a line, and prints its figures then.
 */
final class Peer implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private Peer(Process process) {
		this.process = process;
		this.output = process.inputReader();
	}

	/**
	 * Start a peer.
	 * @param main its main class
	 * @param arguments its arguments
	 * @return the peer, ready
	 */
	static Peer start(Class<?> main, List<String> arguments) throws IOException {
		Peer peer = new Peer(Commands.startJava(main, arguments));
		if (peer.output.readLine() == null) {
			throw new IllegalStateException("A " + main.getSimpleName() + " did not get ready, see above");
		}
		return peer;
	}

	/**
	 * Tell whoever started this JVM that it is ready.
	 */
	static void ready() {
		System.out.println("ready");
	}

	/**
	 * Tell whether this JVM may go on working.
	 * @return whether it has not been given a line yet
	 */
	static boolean isWanted() throws IOException {
		return System.in.available() == 0;
	}

	/**
	 * Let the peer end.
	 * @return the figures that it printed
	 */
	List<String> stop() throws IOException, InterruptedException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().close();
		List<String> figures = this.output.lines().toList();
		int status = this.process.waitFor();
		if (status != 0) {
			throw new IllegalStateException("A peer ended with status " + status + ", see above");
		}
		return figures;
	}

	/** Kill it, if it has not ended. */
	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
