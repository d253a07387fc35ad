package dev.latchkey.internal.platform;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process, as people know it.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine's start
 * @param startedAt when it started, by the wall clock, or {@code null} if that cannot be
 * told
 * @param executable the program that it runs
 * @param commandLine the program with its arguments, where readable
 * @param state the kernel's letter for what it does: {@code T} is stopped, {@code Z} is
 * dead and not yet reaped
 */
public record ProcessDescription(long pid, long startTicks, @Nullable Instant startedAt, String executable,
		String commandLine, char state) {
}
