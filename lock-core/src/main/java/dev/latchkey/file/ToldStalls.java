package dev.latchkey.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which stalled holders were told of, so that those who want their locks do not
 * tell it at every try. A stall is one hold that has not been touched since one time: a
 * holder that goes on and stalls again is told of again, and so is the next holder.
 */
final class ToldStalls {

	private static final int MOST_REMEMBERED = 10_000;

	private final Map<Path, Stall> told = new LinkedHashMap<>();

	/**
	 * Note a stalled holder.
	 * @param path the lock's file
	 * @param file the open file of its holder
	 * @return whether it has not been told of yet
	 */
	boolean isNew(Path path, LockDescriptor file) {
		return isNew(path, new Stall(file.inode(), file.modifiedMicros()));
	}

	private synchronized boolean isNew(Path path, Stall stall) {
		boolean isNew = !stall.equals(this.told.remove(path));
		this.told.put(path, stall);
		if (this.told.size() > MOST_REMEMBERED) {
			this.told.remove(this.told.keySet().iterator().next());
		}
		return isNew;
	}

	/**
	 * A holder that has stalled.
	 *
	 * @param inode its file
	 * @param stamp when that was last touched
	 */
	private record Stall(long inode, long stamp) {
	}

}
