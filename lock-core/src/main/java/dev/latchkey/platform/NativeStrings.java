package dev.latchkey.platform;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Text as the system's calls take it: bytes in the system's encoding, ended by a zero.
 */
public final class NativeStrings {

	private static final Charset ENCODING = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

	private NativeStrings() {
	}

	/**
	 * Return the system's encoding.
	 * @return its name
	 */
	public static String encoding() {
		return ENCODING.name();
	}

	/**
	 * Encode a text.
	 * @param text the text
	 * @return its bytes, without a zero
	 */
	public static byte[] encode(String text) {
		return text.getBytes(ENCODING);
	}

	/**
	 * Decode what the system said.
	 * @param bytes the bytes, without a zero
	 * @return the text
	 */
	public static String decode(byte[] bytes) {
		return new String(bytes, ENCODING);
	}

	/**
	 * Make a string.
	 * @param text the text
	 * @return memory that holds it
	 */
	public static NativeBuffer of(String text) {
		byte[] bytes = encode(text);
		NativeBuffer string = new NativeBuffer(bytes.length + 1);
		string.bytes().put(0, bytes);
		return string;
	}

	/**
	 * Make an array of strings, as a program's arguments are: addresses, then a zero.
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
