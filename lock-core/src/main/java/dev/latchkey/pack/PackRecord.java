package dev.latchkey.pack;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a holder writes into the lock file, for people and for the next holder: one line,
 * {@code token=<n> pid=<n> at=<time>}. Other programs write nothing, or what they like.
 *
 * @param token the fencing token of the last hold that has one, or 0
 */
record PackRecord(long token) {

	/** More than a record has; what is longer is not one. */
	static final int MAX_SIZE = 256;

	private static final Pattern LINE = Pattern.compile("token=(\\d{1,18}) pid=\\d+ at=\\S+\n");

	static PackRecord of(byte[] content) {
		Matcher line = LINE.matcher(new String(content, StandardCharsets.ISO_8859_1));
		return new PackRecord(line.matches() ? Long.parseLong(line.group(1)) : 0);
	}

	byte[] bytes(long pid, Instant at) {
		return ("token=" + this.token + " pid=" + pid + " at=" + at.truncatedTo(ChronoUnit.MILLIS) + "\n")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

}
