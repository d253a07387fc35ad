package dev.latchkey.spring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLocks;

/**
 * Finds the lock that a request is for. Locks with times of their own, or on a tier, are
 * kept: there are as many as there are different annotations.
 */
final class LockSources implements AutoCloseable {

	private final HeldFileLocks heldFiles;

	private final NamedSources named;

	private final Supplier<PackLocks> packs;

	/** Where locks with names are, if not in files. */
	private final @Nullable LockBackend backend;

	private final Map<Variant, HeldFileLocks> heldFileVariants = new ConcurrentHashMap<>();

	private final Map<Variant, NamedSources> namedVariants = new ConcurrentHashMap<>();

	LockSources(HeldFileLocks heldFiles, NamedLocks named, Supplier<PackLocks> packs, @Nullable LockBackend backend) {
		this.heldFiles = heldFiles;
		this.named = new NamedSources(named);
		this.packs = packs;
		this.backend = backend;
	}

	LockSource find(LockRequest request) {
		LockRef ref = request.ref();
		if (ref instanceof LockRef.Pack pack) {
			return new LockSource.Pack(this.packs.get().open(pack.directory()));
		}
		if (this.backend != null) {
			return ofBackend(this.backend, ref, request);
		}
		if (ref instanceof LockRef.HeldFile given) {
			return new LockSource.HeldFile(heldFiles(request), LockPaths.absolute(given.file()), request.leastTime());
		}
		return new LockSource.Named(named(request).find((LockName) ref), request.leastTime());
	}

	private LockSource ofBackend(LockBackend locks, LockRef ref, LockRequest request) {
		if (request.leastTime() != null) {
			throw new LatchkeyException("The lock '" + ref + "' was asked for with a lockAtLeastFor, which is kept "
					+ "in the lock's file, and with latchkey.backend=lock-registry there is none. Ask without it");
		}
		if (ref instanceof LockName name) {
			return new LockSource.Backend(locks, name, options(request), request.tier());
		}
		throw new LatchkeyException("The lock of the file '" + ref + "' was asked for, and with "
				+ "latchkey.backend=lock-registry locks have names. Ask for a name and a key, or for the file with HeldFileLocks, which "
				+ "excludes the processes of this machine only");
	}

	private HeldFileLocks heldFiles(LockRequest request) {
		if (isStandard(request)) {
			return this.heldFiles;
		}
		return this.heldFileVariants.computeIfAbsent(new Variant(options(request), request.tier()),
				(variant) -> this.heldFiles.with(variant.options(), variant.tier()));
	}

	private NamedSources named(LockRequest request) {
		if (isStandard(request)) {
			return this.named;
		}
		return this.namedVariants.computeIfAbsent(new Variant(options(request), request.tier()),
				(variant) -> this.named.with(variant.options(), variant.tier()));
	}

	private static boolean isStandard(LockRequest request) {
		return request.options() == null && request.tier() == null;
	}

	private LockOptions options(LockRequest request) {
		return (request.options() != null) ? request.options() : this.heldFiles.options();
	}

	@Override
	public void close() {
		this.heldFileVariants.values().forEach(HeldFileLocks::close);
	}

	private record Variant(LockOptions options, @Nullable LockTier tier) {
	}

}
