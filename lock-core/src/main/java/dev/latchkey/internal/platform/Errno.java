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

/**
 * The error numbers that locks tell apart, with the values of Linux; another system's are
 * translated. A failed call returns one of them negated.
 */
public enum Errno {

	/** The caller lacks a privilege. */
	EPERM(1, "Operation not permitted"),
	/** The name does not exist. */
	ENOENT(2, "No such file or directory"),
	/** The process does not exist. */
	ESRCH(3, "No such process"),
	/** A signal ended the call. */
	EINTR(4, "Interrupted system call"),
	/** The device failed. */
	EIO(5, "Input/output error"),
	/** Nothing answers there: a socket, or a device without a driver. */
	ENXIO(6, "No such device or address"),
	/** The program's arguments and environment are too long. */
	E2BIG(7, "Argument list too long"),
	/** The file is not a program. */
	ENOEXEC(8, "Exec format error"),
	/** The descriptor is not open. */
	EBADF(9, "Bad file descriptor"),
	/** There is no such child. */
	ECHILD(10, "No child processes"),
	/** The lock is taken. */
	EAGAIN(11, "Resource temporarily unavailable"),
	/** The kernel has no memory. */
	ENOMEM(12, "Cannot allocate memory"),
	/** Permissions forbid it. */
	EACCES(13, "Permission denied"),
	/** A process has the file open, and nothing open is removed or renamed here. */
	EBUSY(16, "Device or resource busy"),
	/** The name exists. */
	EEXIST(17, "File exists"),
	/** A part of the path is not a directory. */
	ENOTDIR(20, "Not a directory"),
	/** The path is a directory. */
	EISDIR(21, "Is a directory"),
	/** The call or its flags are not known. */
	EINVAL(22, "Invalid argument"),
	/** The machine has too many open files. */
	ENFILE(23, "Too many open files in system"),
	/** The process has too many open files. */
	EMFILE(24, "Too many open files"),
	/** The program is being written. */
	ETXTBSY(26, "Text file busy"),
	/** The filesystem is full. */
	ENOSPC(28, "No space left on device"),
	/** The filesystem is mounted read-only. */
	EROFS(30, "Read-only file system"),
	/** The name is too long. */
	ENAMETOOLONG(36, "File name too long"),
	/** The filesystem cannot lock, or has no locks left. */
	ENOLCK(37, "No locks available"),
	/** The call does not exist. */
	ENOSYS(38, "Function not implemented"),
	/** A symbolic link is in the way. */
	ELOOP(40, "Too many levels of symbolic links"),
	/** The filesystem cannot do it. */
	EOPNOTSUPP(95, "Operation not supported"),
	/** The file vanished on its server. */
	ESTALE(116, "Stale file handle"),
	/** The quota is used up. */
	EDQUOT(122, "Disk quota exceeded");

	private final int number;

	private final String text;

	Errno(int number, String text) {
		this.number = number;
		this.text = text;
	}

	/**
	 * Returns whether a call's result is this error.
	 * @param result what the call returned
	 * @return whether it is this error, negated
	 */
	public boolean is(int result) {
		return result == -this.number;
	}

	/**
	 * Returns this error as a call's result.
	 * @return the negated number
	 */
	public int result() {
		return -this.number;
	}

	/**
	 * Returns what the C library says of this error.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Returns the error of a text, as the C library has it.
	 * @param text the text, which may have more before or after it
	 * @return the error, {@link #EIO} if the text is of none
	 */
	public static Errno ofText(String text) {
		Errno found = EIO;
		int length = 0;
		for (Errno errno : values()) {
			if (errno.text.length() > length && text.contains(errno.text)) {
				found = errno;
				length = errno.text.length();
			}
		}
		return found;
	}

	/**
	 * Describes a failed call's result for people.
	 * @param result what the call returned, negative
	 * @return the system's text, its name and number
	 */
	public static String describe(int result) {
		for (Errno errno : values()) {
			if (errno.is(result)) {
				return errno.text + " (" + errno.name() + ", errno " + errno.number + ")";
			}
		}
		return "errno " + -result;
	}

}
