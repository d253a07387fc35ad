package dev.latchkey.spring.actuate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockKind;
import dev.latchkey.spring.LockName;

/**
 * A lock file, as its name tells.
 *
 * @param path the file
 * @param kind the kind of lock that it belongs to
 * @param name the name of the lock; empty for a claim, which has a key only
 * @param key what tells it from others of that name, or {@code null} if the name does
 */
record LockFile(Path path, LockKind kind, String name, @Nullable String key) {

	private static final String GATE_SUFFIX = ".lock";

	private static final String ANNOUNCE_SUFFIX = ".live.lock";

	/** Replaces what may be shown to some only. */
	private static final String MASK = "******";

	/**
	 * Read a file's name.
	 * @param path the file
	 * @return what it is, or {@code null} if it is not the main file of a lock
	 */
	static @Nullable LockFile of(Path path) {
		String fileName = String.valueOf(path.getFileName());
		if (fileName.endsWith(LockName.SUFFIX)) {
			return heldFile(path, fileName);
		}
		if (fileName.endsWith(GATE_SUFFIX) && !fileName.endsWith(ANNOUNCE_SUFFIX)) {
			return new LockFile(path, LockKind.CLAIM, "", unescape(without(fileName, GATE_SUFFIX)));
		}
		return null;
	}

	/**
	 * Read the name of a file that is known to belong to a lock, wherever it is.
	 * @param path the file
	 * @param kind the kind of the lock
	 * @return what it is
	 */
	static LockFile of(Path path, LockKind kind) {
		LockFile file = of(path);
		return (file != null && file.kind == kind) ? file
				: new LockFile(path, kind, String.valueOf(path.getFileName()), null);
	}

	private static LockFile heldFile(Path path, String fileName) {
		String escaped = without(fileName, LockName.SUFFIX);
		int dot = escaped.indexOf('.');
		return (dot < 0) ? new LockFile(path, LockKind.HELD_FILE, unescape(escaped), null) : new LockFile(path,
				LockKind.HELD_FILE, unescape(escaped.substring(0, dot)), unescape(escaped.substring(dot + 1)));
	}

	private static String without(String text, String suffix) {
		return text.substring(0, text.length() - suffix.length());
	}

	/** What was shortened, or never escaped, is left as it is. */
	private static String unescape(String escaped) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < escaped.length(); i++) {
			char c = escaped.charAt(i);
			if (c != '%') {
				bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
				continue;
			}
			if (i + 2 >= escaped.length() || !HexFormat.isHexDigit(escaped.charAt(i + 1))
					|| !HexFormat.isHexDigit(escaped.charAt(i + 2))) {
				return escaped;
			}
			bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
			i += 2;
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	/** The file of a claim that is locked when its content is complete. */
	Path announce() {
		return this.path
			.resolveSibling(without(String.valueOf(this.path.getFileName()), GATE_SUFFIX) + ANNOUNCE_SUFFIX);
	}

	/** This file, as everybody may see it. */
	LockFile masked() {
		if (this.key == null) {
			return this;
		}
		String fileName = String.valueOf(this.path.getFileName());
		String shown = (this.kind == LockKind.CLAIM) ? MASK + GATE_SUFFIX
				: fileName.substring(0, fileName.indexOf('.') + 1) + MASK + LockName.SUFFIX;
		return new LockFile(this.path.resolveSibling(shown), this.kind, this.name, MASK);
	}

}
