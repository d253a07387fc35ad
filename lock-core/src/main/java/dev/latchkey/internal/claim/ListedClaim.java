package dev.latchkey.internal.claim;

import java.util.List;
import java.util.Optional;

import dev.latchkey.LockHolder;

/**
 * A claim, as {@link ClaimDirectory#list()} found it.
 *
 * @param name the escaped key: the name of its files without their endings
 * @param key the key, or empty if the name has only a digest of it
 * @param state its state at a moment during the call
 * @param owners who holds it, as far as the kernel tells
 */
public record ListedClaim(String name, Optional<String> key, ClaimState state, List<LockHolder> owners) {
}
