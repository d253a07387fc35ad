package dev.latchkey.internal.waits;

import java.util.List;

import dev.latchkey.LockHolder;

/**
 * A process that lives, and what it waits for.
 *
 * @param process the process
 * @param waits its waits, longest first
 */
public record WaitingProcess(LockHolder process, List<AnnouncedWait> waits) {

}
