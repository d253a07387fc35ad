package dev.latchkey.claim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Owner;
import dev.latchkey.file.LockDirectories;
import dev.latchkey.file.LockFileNames;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.platform.FileStatus;
import dev.latchkey.platform.NativePath;

/**
 * Lists the claims of a directory: the names with their inode numbers, and the kernel's
 * table of locks, are read once and joined. Only what the table does not show as held is
 * looked at one by one.
 */
final class ClaimList {

	private final ClaimDirectory directory;

	private final LockRuntime runtime;

	private final Path real;

	private final Map<String, Long> gates = new TreeMap<>();

	private final Map<String, Long> announces = new HashMap<>();

	ClaimList(ClaimDirectory directory, LockRuntime runtime) {
		this.directory = directory;
		this.runtime = runtime;
		this.real = LockOwners.real(directory.path());
	}

	List<ListedClaim> read() {
		FileStatus status = new FileStatus();
		NativePath path = NativePath.of(this.directory.path());
		LockDirectories directories = this.runtime.directories();
		directories.list(path, this::sort, status);
		LockOwners owners = new LockOwners(this.runtime);
		List<ListedClaim> claims = new ArrayList<>(this.gates.size());
		this.gates.forEach((name, inode) -> claims.add(claim(name, inode, owners, status.device())));
		return claims;
	}

	private void sort(String file, long inode) {
		String announce = ClaimDirectory.announceName("");
		String gate = ClaimDirectory.gateName("");
		if (file.endsWith(announce)) {
			this.announces.put(file.substring(0, file.length() - announce.length()), inode);
		}
		else if (file.endsWith(gate)) {
			this.gates.put(file.substring(0, file.length() - gate.length()), inode);
		}
	}

	private ListedClaim claim(String name, long gate, LockOwners owners, long device) {
		List<Owner> holders = owners.ofListed(this.real.resolve(ClaimDirectory.gateName(name)), device, gate);
		Long announce = this.announces.get(name);
		if (!holders.isEmpty() && isHeld(announce, owners, device)) {
			return listed(name, ClaimState.HELD, holders);
		}
		ClaimState state = this.directory.readerOf(name).state();
		List<Owner> all = (state != ClaimState.FREE && holders.isEmpty())
				? owners.of(this.directory.path().resolve(ClaimDirectory.gateName(name))) : holders;
		return listed(name, state, (state != ClaimState.FREE) ? all : List.of());
	}

	private static boolean isHeld(@Nullable Long announce, LockOwners owners, long device) {
		return announce != null && owners.isNamed(device, announce);
	}

	private static ListedClaim listed(String name, ClaimState state, List<Owner> owners) {
		return new ListedClaim(name, LockFileNames.unescape(name), state, owners);
	}

}
