package dev.latchkey.spring;

import java.util.ArrayDeque;
import java.util.List;

import dev.latchkey.LockHold;

/**
 * All the scopes that a thread is in.
 */
public final class OpenScopes {

	private OpenScopes() {
	}

	/**
	 * Return the names of the files of all locks that this thread holds, outermost first.
	 */
	public static List<String> files() {
		ArrayDeque<String> files = new ArrayDeque<>();
		for (LockScope scope = LockContext.innermost(); scope != null; scope = scope.outer()) {
			LockHold hold = scope.hold();
			if (hold != null) {
				files.addFirst(String.valueOf(hold.id().path().getFileName()));
			}
		}
		return List.copyOf(files);
	}

}
