package dev.latchkey.internal.waits;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Deadlock;

/**
 * What was seen of the waits of all processes at one moment.
 *
 * @param processes the processes that wait, this one first
 * @param deadlocks the deadlocks among their waits
 * @param problem what is missing and why, or {@code null} if nothing is
 */
public record WaitInspection(List<WaitingProcess> processes, List<Deadlock> deadlocks, @Nullable String problem) {

}
