package dev.latchkey.internal.platform;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A child process to be started, with all the descriptors that it gets.
 *
 * @param command the program and its arguments. A program without a slash is searched for
 * along this process's {@code PATH}, whatever the child's is; a relative one, and
 * relative places in the {@code PATH}, are relative to the child's directory.
 * @param environment the child's whole environment
 * @param directory the child's working directory, or {@code null} for this process's
 * @param input the descriptor of this process that becomes the child's standard input
 * @param output the one that becomes its standard output
 * @param error the one that becomes its standard error
 * @param inherited those that the child gets besides, from {@link #FIRST_INHERITED} on,
 * in this order
 */
public record SpawnRequest(List<String> command, Map<String, String> environment, @Nullable String directory, int input,
		int output, int error, List<Integer> inherited) {

	/** The number that the first inherited descriptor has in the child. */
	public static final int FIRST_INHERITED = 10;

}
