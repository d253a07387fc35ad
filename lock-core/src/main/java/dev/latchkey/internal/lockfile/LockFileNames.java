/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.internal.lockfile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Turns any text into a part of a file name: bytes of its UTF-8 form other than letters,
 * digits, {@code _} and {@code -} become {@code %XX}. A result of more than 245 bytes is
 * cut to 150, never in the middle of an escape, followed by {@code %~} and the SHA-256 of
 * the whole text. See {@code docs/protocols.md}, "Names".
 *
 * <p>
 * Where names that differ in case are of one file, capital letters are escaped too, and
 * the first letter of a name that Windows keeps for a device. Names of registries, and of
 * other programs, are always exact.
 */
public final class LockFileNames {

	private static final int LONGEST = 245;

	/** What 255 bytes leave beside the longest suffix of a lock file. */
	private static final int LONGEST_PAIR = 244;

	private static final int KEPT = 150;

	/** No escape is like it. */
	private static final String DIGEST = "%~";

	/** The names that Windows keeps for devices, whatever follows after a dot. */
	private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

	/** Those of devices with a number, from 1 to 9. */
	private static final int PORT_LENGTH = 4;

	private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();

	private LockFileNames() {
	}

	/**
	 * Escapes a text for names of which the case counts.
	 * @param text any text, also an empty one
	 * @return its escaped form, at most 245 characters of ASCII
	 * @throws IllegalArgumentException if the text has half of a surrogate pair, which
	 * has no UTF-8 form
	 */
	public static String escape(String text) {
		return escape(text, NameCase.COUNTS);
	}

	/**
	 * Escapes a text.
	 * @param text any text, also an empty one
	 * @param nameCase whether the case of names counts
	 * @return its escaped form, at most 245 characters of ASCII
	 * @throws IllegalArgumentException if the text has half of a surrogate pair, which
	 * has no UTF-8 form
	 */
	public static String escape(String text, NameCase nameCase) {
		byte[] bytes = utf8(text);
		StringBuilder escaped = new StringBuilder(bytes.length + 16);
		boolean device = nameCase == NameCase.IS_FOLDED && isDevice(text);
		for (byte b : bytes) {
			if (isPlain(b, nameCase) && !(device && escaped.isEmpty())) {
				escaped.append((char) b);
			}
			else {
				escaped.append('%');
				UPPER_CASE.toHexDigits(escaped, b);
			}
		}
		return (escaped.length() <= LONGEST) ? escaped.toString() : shorten(escaped, bytes);
	}

	/** The case of a device's name does not count either, but capitals are escaped. */
	private static boolean isDevice(String text) {
		if (text.length() == PORT_LENGTH) {
			char number = text.charAt(PORT_LENGTH - 1);
			return number >= '1' && number <= '9' && (text.startsWith("com") || text.startsWith("lpt"));
		}
		return DEVICES.contains(text);
	}

	/**
	 * Returns one text for a name and a key, for names of which the case counts. See
	 * {@link #of(String, String, NameCase)}.
	 * @param name the name
	 * @param key the key, or {@code null} if the name is all there is
	 * @return {@code <name>} or {@code <name>.<key>}, escaped
	 */
	public static String of(String name, @Nullable String key) {
		return of(name, key, NameCase.COUNTS);
	}

	/**
	 * Returns one text for a name and a key. Two different pairs never have the same:
	 * both parts are escaped, so the dot between them is unlike any other.
	 * @param name the name
	 * @param key the key, or {@code null} if the name is all there is
	 * @param nameCase whether the case of names counts
	 * @return {@code <name>} or {@code <name>.<key>}, escaped, at most 244 characters;
	 * where it would be longer, a beginning of it and a digest of the whole. It has a dot
	 * exactly if there is a key
	 * @throws IllegalArgumentException if a part has half of a surrogate pair, which has
	 * no UTF-8 form
	 */
	public static String of(String name, @Nullable String key, NameCase nameCase) {
		String escaped = (key != null) ? escape(name, nameCase) + '.' + escape(key, nameCase) : escape(name, nameCase);
		return (escaped.length() <= LONGEST_PAIR) ? escaped : shorten(escaped, key != null) + digest(name, key);
	}

	private static String shorten(String escaped, boolean keyed) {
		String beginning = beginning(escaped);
		return beginning + ((keyed && beginning.indexOf('.') < 0) ? "." : "") + DIGEST;
	}

	private static String digest(String name, @Nullable String key) {
		MessageDigest sha256 = sha256();
		sha256.update(name.getBytes(StandardCharsets.UTF_8));
		if (key != null) {
			// A byte that no UTF-8 text has keeps "ab" + "c" apart from "a" + "bc".
			sha256.update((byte) 0xFF);
			sha256.update(key.getBytes(StandardCharsets.UTF_8));
		}
		return HexFormat.of().formatHex(sha256.digest());
	}

	private static byte[] utf8(String text) {
		try {
			ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("The name '" + text + "' has half of a surrogate pair: no Unicode text",
					ex);
		}
	}

	/**
	 * Finds the text of which this is the escaped form, whatever the case of names is.
	 * @param escaped an escaped text
	 * @return the text, or empty if only a digest of it is left, or this is no escaped
	 * text
	 */
	public static Optional<String> unescape(String escaped) {
		return unescape(escaped, NameCase.COUNTS).or(() -> unescape(escaped, NameCase.IS_FOLDED));
	}

	/**
	 * Finds the text of which this is the escaped form.
	 * @param escaped an escaped text
	 * @param nameCase whether the case of names counts
	 * @return the text, or empty if only a digest of it is left, or this is no escaped
	 * text
	 */
	public static Optional<String> unescape(String escaped, NameCase nameCase) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
		for (int i = 0; i < escaped.length(); i++) {
			char c = escaped.charAt(i);
			if (c == '%' && i + 2 < escaped.length() && isHex(escaped, i + 1) && isHex(escaped, i + 2)) {
				bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
				i += 2;
			}
			else if (c < 128 && isPlain((byte) c, nameCase)) {
				bytes.write(c);
			}
			else {
				return Optional.empty();
			}
		}
		String text = bytes.toString(StandardCharsets.UTF_8);
		// What was not made by escaping a text does not become itself again.
		return escape(text, nameCase).equals(escaped) ? Optional.of(text) : Optional.empty();
	}

	/**
	 * Returns a text as people shall see it.
	 * @param escaped what may be the escaped form of a text
	 * @return the text; what was shortened, or never escaped, as it is
	 */
	public static String shown(String escaped) {
		return unescape(escaped).orElse(escaped);
	}

	/**
	 * Takes apart what {@link #of(String, String)} has put together.
	 * @param unique the file's name without its suffix
	 * @return the name and the key, as people shall see them
	 */
	public static Parts parts(String unique) {
		int dot = unique.indexOf('.');
		return (dot < 0) ? new Parts(shown(unique), null)
				: new Parts(shown(unique.substring(0, dot)), shown(unique.substring(dot + 1)));
	}

	private static boolean isHex(String text, int at) {
		return HexFormat.isHexDigit(text.charAt(at));
	}

	private static boolean isPlain(byte b, NameCase nameCase) {
		return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z' && nameCase == NameCase.COUNTS) || (b >= '0' && b <= '9')
				|| b == '_' || b == '-';
	}

	private static String shorten(StringBuilder escaped, byte[] whole) {
		return beginning(escaped.toString()) + DIGEST + HexFormat.of().formatHex(sha256().digest(whole));
	}

	/** Returns a beginning that ends with no part of an escape. */
	private static String beginning(String escaped) {
		int escape = escaped.lastIndexOf('%', KEPT - 1);
		return escaped.substring(0, (escape > KEPT - 3) ? escape : KEPT);
	}

	/**
	 * Returns a digest by SHA-256.
	 * @return a new digest of nothing yet
	 */
	public static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * The parts of a lock's unique name.
	 *
	 * @param name the name
	 * @param key the key, or {@code null} if there is none
	 */
	public record Parts(String name, @Nullable String key) {
	}

}
