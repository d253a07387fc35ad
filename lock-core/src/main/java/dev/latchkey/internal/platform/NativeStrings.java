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

package dev.latchkey.internal.platform;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Text as the system's calls take it: bytes in the system's encoding, ended by a zero.
 */
public final class NativeStrings {

	private static final Charset ENCODING = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

	/** Stands in a decoded text for what cannot be decoded. */
	private static final char UNKNOWN = '\uFFFD';

	private static final byte[] EMPTY = {};

	private static final String ESCAPE = "\\x";

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private NativeStrings() {
	}

	/**
	 * Returns the system's encoding.
	 * @return its name
	 */
	public static String encoding() {
		return ENCODING.name();
	}

	/**
	 * Encodes a text.
	 * @param text the text
	 * @return its bytes, without a zero
	 */
	public static byte[] encode(String text) {
		return text.getBytes(ENCODING);
	}

	/**
	 * Decodes what the system said.
	 * @param bytes the bytes, without a zero
	 * @return the text
	 */
	public static String decode(byte[] bytes) {
		return new String(bytes, ENCODING);
	}

	/**
	 * Decodes a file name. Bytes that are no text in the system's encoding become
	 * {@code \\xNN}, so the result can be shown and be part of a path, but does not lead
	 * to that file.
	 * @param bytes the bytes, without a zero
	 * @return the name
	 */
	public static String decodeName(byte[] bytes) {
		String text = decode(bytes);
		if (text.indexOf(UNKNOWN) < 0) {
			return text;
		}
		StringBuilder name = new StringBuilder(4 * bytes.length);
		for (byte b : bytes) {
			if (b >= ' ') {
				name.append((char) b);
			}
			else {
				HEX.toHexDigits(name.append(ESCAPE), b);
			}
		}
		return name.toString();
	}

	/**
	 * Returns the name of a file as {@link #decodeName} does, whatever bytes it has.
	 * @param path the file
	 * @return its name, empty for a root
	 */
	public static String nameOf(Path path) {
		String name = String.valueOf(path.getFileName());
		byte[] bytes = (name.indexOf(UNKNOWN) < 0) ? EMPTY : bytes(path);
		int at = bytes.length;
		while (at > 0 && bytes[at - 1] != '/') {
			at--;
		}
		return (bytes.length == 0) ? name : decodeName(Arrays.copyOfRange(bytes, at, bytes.length));
	}

	/**
	 * Returns whether a name was made by {@link #decodeName} from what is no text.
	 * @param name the name
	 * @return whether it looks so
	 */
	public static boolean isEscaped(String name) {
		return name.contains(ESCAPE);
	}

	/**
	 * Encodes a path. Only its URI has the bytes of what is no text.
	 * @param path the path
	 * @return its bytes, without a zero
	 */
	static byte[] bytes(Path path) {
		String text = path.toString();
		if (text.indexOf(UNKNOWN) < 0) {
			return encode(text);
		}
		// A directory has a slash at its end there.
		String uri = path.toUri().getRawPath().replaceFirst("(?<=.)/$", "");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
		for (int i = 0; i < uri.length(); i++) {
			boolean escape = uri.charAt(i) == '%';
			bytes.write(escape ? HexFormat.fromHexDigits(uri, i + 1, i + 3) : uri.charAt(i));
			i += escape ? 2 : 0;
		}
		return bytes.toByteArray();
	}

	/**
	 * Makes a string.
	 * @param text the text
	 * @return memory that holds it
	 */
	public static NativeBuffer of(String text) {
		return of(encode(text));
	}

	static NativeBuffer of(byte[] bytes) {
		NativeBuffer string = new NativeBuffer(bytes.length + 1);
		string.bytes().put(0, bytes);
		return string;
	}

	/**
	 * Makes an array of strings, as a program's arguments are: addresses, then a zero.
	 * @param strings the bytes of each, without a zero
	 * @return memory that holds the array, and behind it what the addresses lead to
	 */
	public static NativeBuffer arrayOf(List<byte[]> strings) {
		int place = Long.BYTES * (strings.size() + 1);
		int size = place + strings.stream().mapToInt((string) -> string.length + 1).sum();
		NativeBuffer array = new NativeBuffer(size);
		ByteBuffer bytes = array.bytes();
		for (int i = 0; i < strings.size(); i++) {
			byte[] string = strings.get(i);
			bytes.putLong(Long.BYTES * i, array.address() + place).put(place, string);
			place += string.length + 1;
		}
		return array;
	}

}
