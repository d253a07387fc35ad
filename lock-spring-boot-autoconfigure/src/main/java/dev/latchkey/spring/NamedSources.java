package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentLruCache;

import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Finds named locks with the same times, on the same tier. Those without a key are kept:
 * there are few names, and a call need not escape one again.
 */
final class NamedSources {

	private static final int MOST_KEPT = 256;

	private final NamedLocks locks;

	private final ConcurrentLruCache<String, NamedLock> withoutKey;

	NamedSources(NamedLocks locks) {
		this.locks = locks;
		this.withoutKey = new ConcurrentLruCache<>(MOST_KEPT, locks::lock);
	}

	NamedSources with(LockOptions options, @Nullable LockTier tier) {
		return new NamedSources(this.locks.with(options, tier));
	}

	NamedLock find(LockName name) {
		String key = name.key();
		return (key != null) ? this.locks.lock(name.name(), key) : this.withoutKey.get(name.name());
	}

}
