package dev.latchkey.claim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;

/**
 * Keeps the open files of claims that nobody in this process has, so that the next
 * acquisition opens nothing. The least recently used are closed beyond a limit.
 */
final class ClaimFileCache {

	private final int limit;

	private final Map<String, ClaimFiles> idle = new LinkedHashMap<>();

	private boolean closed;

	ClaimFileCache(int limit) {
		this.limit = limit;
	}

	/**
	 * Return a claim's identity, if its files are here; it need not be made again then.
	 * @param key the claim's key
	 * @return the identity, or {@code null}
	 */
	synchronized @Nullable LockId idOf(String key) {
		ClaimFiles files = this.idle.get(key);
		return (files != null) ? files.id() : null;
	}

	/**
	 * Take the files of a claim out.
	 * @param key the claim's key
	 * @return the files, or {@code null} if there are none
	 */
	synchronized @Nullable ClaimFiles take(String key) {
		return this.idle.remove(key);
	}

	/**
	 * Put files in that nobody uses any more.
	 * @param files the files, not locked
	 */
	void put(ClaimFiles files) {
		ClaimFiles superfluous = add(files);
		if (superfluous != null) {
			superfluous.close();
		}
	}

	private synchronized @Nullable ClaimFiles add(ClaimFiles files) {
		if (this.closed) {
			return files;
		}
		ClaimFiles replaced = this.idle.put(files.id().name(), files);
		if (replaced != null || this.idle.size() <= this.limit) {
			return replaced;
		}
		return this.idle.remove(this.idle.keySet().iterator().next());
	}

	/**
	 * Close all that is kept, and keep nothing from now on.
	 */
	void close() {
		take().forEach(ClaimFiles::close);
	}

	private synchronized List<ClaimFiles> take() {
		this.closed = true;
		List<ClaimFiles> all = List.copyOf(this.idle.values());
		this.idle.clear();
		return all;
	}

}
