package dev.latchkey.spring;

import java.util.ArrayDeque;
import java.util.List;

import dev.latchkey.LockHold;

/**
 * All the sections that a thread is in.
 */
public final class OpenSections {

	private OpenSections() {
	}

	/**
	 * Return the names of the files of all locks that this thread holds, outermost first.
	 */
	public static List<String> files() {
		ArrayDeque<String> files = new ArrayDeque<>();
		for (LockSection section = LockContext.innermost(); section != null; section = section.outer()) {
			LockHold hold = section.hold();
			if (hold != null) {
				files.addFirst(String.valueOf(hold.id().path().getFileName()));
			}
		}
		return List.copyOf(files);
	}

}
