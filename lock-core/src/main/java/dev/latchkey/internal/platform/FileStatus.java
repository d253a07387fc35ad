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
 * What the system says of a file, filled in by {@link FileCalls}. It is used again and
 * again, by one thread at a time.
 */
public final class FileStatus {

	private long device;

	private long inode;

	private long size;

	private int mode;

	private int links;

	private int user;

	private long modifiedSeconds;

	private int modifiedNanos;

	/**
	 * Fills in all but the time of the last change.
	 * @param device the device number, in the platform's own form
	 * @param inode the inode number
	 * @param size the size in bytes
	 * @param mode the type and permission bits
	 * @param links the number of names
	 * @param user the number of the user that owns the file
	 */
	public void set(long device, long inode, long size, int mode, int links, int user) {
		this.device = device;
		this.inode = inode;
		this.size = size;
		this.mode = mode;
		this.links = links;
		this.user = user;
	}

	/**
	 * Fills in how many names the file has, and its size.
	 * @param links the number of names
	 * @param size the size in bytes
	 */
	public void setLinks(int links, long size) {
		this.links = links;
		this.size = size;
	}

	/**
	 * Notes that something was written to the file since it was looked at.
	 * @param end the place in the file where that ends
	 */
	public void growTo(long end) {
		this.size = Math.max(this.size, end);
	}

	/**
	 * Fills in the time of the last change.
	 * @param seconds the seconds since the epoch
	 * @param nanos the nanoseconds of the second
	 */
	public void setModified(long seconds, int nanos) {
		this.modifiedSeconds = seconds;
		this.modifiedNanos = nanos;
	}

	/**
	 * Returns the device that the file is on.
	 * @return a number that is the same for all files of one filesystem
	 */
	public long device() {
		return this.device;
	}

	/**
	 * Returns the number of the file on its device.
	 * @return the inode number
	 */
	public long inode() {
		return this.inode;
	}

	/**
	 * Returns the size.
	 * @return the size in bytes
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Returns how many names the file has.
	 * @return the number of hard links
	 */
	public int links() {
		return this.links;
	}

	/**
	 * Returns whose file it is.
	 * @return the number of the user
	 */
	public int user() {
		return this.user;
	}

	/**
	 * Returns the permission bits.
	 * @return the lowest twelve bits of the mode
	 */
	public int permissions() {
		return this.mode & 07777;
	}

	/**
	 * Returns whether the file is a regular one.
	 * @return whether it is neither a directory nor a link, pipe, socket or device
	 */
	public boolean isRegularFile() {
		return (this.mode & 0170000) == 0100000;
	}

	/**
	 * Returns whether the file is a directory.
	 * @return whether it is a directory
	 */
	public boolean isDirectory() {
		return (this.mode & 0170000) == 0040000;
	}

	/**
	 * Returns whether the file is a symbolic link.
	 * @return whether it is a symbolic link
	 */
	public boolean isSymbolicLink() {
		return (this.mode & 0170000) == 0120000;
	}

	/**
	 * Returns when the file's content was changed or touched last, by its filesystem's
	 * clock.
	 * @return microseconds since the epoch
	 */
	public long modifiedMicros() {
		return this.modifiedSeconds * 1_000_000 + this.modifiedNanos / 1_000;
	}

}
