package dev.latchkey.spring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import dev.latchkey.file.LockFileNames;

/**
 * The name of a lock, and what tells locks of that name apart.
 *
 * @param name the name, not blank
 * @param key the key, or {@code null} if the name is all there is
 */
public record LockName(String name, @Nullable String key) implements LockTarget {

	/** How lock files end. */
	public static final String SUFFIX = ".held";

	/** What 255 bytes leave beside {@code .held.token}. */
	private static final int LONGEST = 244;

	private static final int KEPT = 150;

	/**
	 * Check the name.
	 * @throws IllegalArgumentException if the name is blank
	 */
	public LockName {
		Assert.hasText(name, "A lock needs a name");
	}

	/**
	 * Return the name of the lock's file. Two different locks never have the same: both
	 * parts are escaped, so the dot between them is unlike any other.
	 * @return {@code <name>.held} or {@code <name>.<key>.held}, escaped; where that or
	 * the names beside it would be too long, a beginning of it and a digest of the whole
	 */
	public String fileName() {
		return unique() + SUFFIX;
	}

	/**
	 * Return one text for name and key. Two different locks never have the same.
	 * @return the {@link #fileName()} without its end, of letters, digits and
	 * {@code _-.%~}
	 */
	public String unique() {
		String escaped = LockFileNames.escape(this.name);
		if (this.key != null) {
			escaped += "." + LockFileNames.escape(this.key);
		}
		return (escaped.length() <= LONGEST) ? escaped : shorten(escaped);
	}

	private String shorten(String escaped) {
		int lastEscape = escaped.lastIndexOf('%', KEPT - 1);
		int end = (lastEscape > KEPT - 3) ? lastEscape : KEPT;
		return escaped.substring(0, end) + "%~" + digest();
	}

	private String digest() {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			sha256.update(this.name.getBytes(StandardCharsets.UTF_8));
			if (this.key != null) {
				// A byte that no UTF-8 text has keeps "ab" + "c" apart from "a" + "bc".
				sha256.update((byte) 0xFF);
				sha256.update(this.key.getBytes(StandardCharsets.UTF_8));
			}
			return HexFormat.of().formatHex(sha256.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return (this.key != null) ? this.name + "[" + this.key + "]" : this.name;
	}

}
