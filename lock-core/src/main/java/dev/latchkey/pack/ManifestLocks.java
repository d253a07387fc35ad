package dev.latchkey.pack;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;

/**
 * The two ways to lock a manifest.
 *
 * @param shared for reading: together with others who do the same, in this process and in
 * others. The hold's fencing token is that of the last exclusive hold
 * @param exclusive for writing: alone. While somebody waits for it, new readers wait
 * behind, in all processes that use this library, for at most five seconds each
 */
public record ManifestLocks(CrossProcessLock<LockHold> shared, CrossProcessLock<LockHold> exclusive) {

}
