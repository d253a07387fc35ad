package dev.latchkey.heldfile;

import dev.latchkey.LockOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.latchkey.platform.ProcessIdentity;

/**
 * The one line of a held lock's file: process id, owner and time, as the plain protocol
 * has them, then words of our own.
 *
 * @param pid the process that holds the lock
 * @param owner tells this acquisition from all others
 * @param time when it was acquired, or {@code null} if the text is no time that there is
 * @param words our own words, empty for a program that takes no flock
 */
record HeldRecord(long pid, UUID owner, @Nullable Instant time, String words) {

	/** The longest content that can be a record. */
	static final int LONGEST = 4096;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private static final Pattern LINE = Pattern.compile("(?<pid>\\d{1,18}) (?<owner>" + uuid() + ") "
			+ "(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z)(?<words>(?: [^\\n]*)?)\\n");

	private static final Pattern TOKEN = Pattern.compile(" token=(\\d{1,18})(?: |$)");

	private static final Pattern STALE_AFTER = Pattern.compile(" stale=(\\d{1,18})(?: |$)");

	private static final Duration DEFAULT_STALE_AFTER = LockOptions.defaults().staleAfter();

	private static final Duration LONGEST_STALE_AFTER = Duration.ofMillis(999_999_999_999_999_999L);

	private static String uuid() {
		String hex = "[0-9a-fA-F]";
		return hex + "{8}-" + hex + "{4}-" + hex + "{4}-" + hex + "{4}-" + hex + "{12}";
	}

	/**
	 * Format the record of an acquisition.
	 * @param self this process
	 * @param owner tells this acquisition from all others
	 * @param now the time of the acquisition
	 * @param token the fencing token
	 * @param staleAfter how long the holder may not touch the file before it counts as
	 * stalled; written if it is not the default
	 * @return the bytes of the line
	 */
	static byte[] format(ProcessIdentity self, UUID owner, Instant now, long token, Duration staleAfter) {
		String line = self.pid() + " " + owner + " " + TIME.format(now) + " flock boot=" + self.bootId() + " pidns="
				+ self.pidNamespace() + " start=" + self.startTicks() + " host=" + self.host().replaceAll("\\s+", "_")
				+ " token=" + token + staleWord(staleAfter) + "\n";
		return line.getBytes(StandardCharsets.UTF_8);
	}

	/** Rounds up: a holder must not look stalled before its own time. */
	private static String staleWord(Duration staleAfter) {
		if (staleAfter.equals(DEFAULT_STALE_AFTER)) {
			return "";
		}
		Duration written = (staleAfter.compareTo(LONGEST_STALE_AFTER) < 0) ? staleAfter.plusNanos(999_999)
				: LONGEST_STALE_AFTER;
		return " stale=" + written.toMillis();
	}

	/**
	 * Read a record.
	 * @param content the file's content
	 * @return the record, or {@code null} if it is none, or not yet a whole one
	 */
	static @Nullable HeldRecord parse(String content) {
		Matcher matcher = LINE.matcher(content);
		if (!matcher.matches()) {
			return null;
		}
		return new HeldRecord(Long.parseLong(matcher.group("pid")), UUID.fromString(matcher.group("owner")),
				time(matcher.group("time")), matcher.group("words"));
	}

	private static @Nullable Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/**
	 * Return the fencing token that the record tells.
	 * @return the token, or {@code null} if there is none
	 */
	@Nullable Long token() {
		Matcher token = TOKEN.matcher(this.words);
		return token.find() ? Long.valueOf(token.group(1)) : null;
	}

	/**
	 * Returns how long a holder that keeps the file flocked may not touch it before it
	 * counts as stalled.
	 * @return what the record says, or the default
	 */
	Duration staleAfter() {
		Matcher staleAfter = STALE_AFTER.matcher(this.words);
		return staleAfter.find() ? Duration.ofMillis(Long.parseLong(staleAfter.group(1))) : DEFAULT_STALE_AFTER;
	}

	/**
	 * Tell whether content may be a record that is just being written.
	 * @param content the file's content
	 * @return whether more bytes could make it a record
	 */
	static boolean isBeginning(String content) {
		Matcher matcher = LINE.matcher(content);
		return !matcher.matches() && matcher.hitEnd();
	}

	/**
	 * Tell whether the holder keeps the file flocked, and did so since this machine was
	 * started: then the kernel knows whether it lives.
	 * @param bootId this start of the machine
	 * @return whether the kernel can be asked
	 */
	boolean isKnownToKernel(String bootId) {
		return isFlocked() && this.words.contains(" boot=" + bootId + " ");
	}

	/**
	 * Tell whether the holder's process number is one of a pid namespace.
	 * @param inode the inode of the namespace
	 * @return whether the record says so
	 */
	boolean isOfPidNamespace(long inode) {
		return this.words.contains(" pidns=" + inode + " ");
	}

	/**
	 * Tell whether the holder keeps the file flocked.
	 * @return whether the record says so
	 */
	boolean isFlocked() {
		return this.words.startsWith(" flock ");
	}

}
