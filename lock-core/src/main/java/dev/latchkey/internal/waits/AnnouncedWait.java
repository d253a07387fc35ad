package dev.latchkey.internal.waits;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;

/**
 * A wait, as its process tells of it.
 *
 * @param lock the lock that is waited for
 * @param since when the wait began, by the wall clock
 * @param until when it ends without the lock, or {@code null} if it has no limit
 * @param thread the name of the thread that waits, or {@code null} if it is none's
 * @param place where in the program that is, or {@code null} if that is not known
 * @param holds the files of the locks that the waiting thread holds
 */
public record AnnouncedWait(LockId lock, Instant since, @Nullable Instant until, @Nullable String thread,
		@Nullable String place, List<Path> holds) {

}
