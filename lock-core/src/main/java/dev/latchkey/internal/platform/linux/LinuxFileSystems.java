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

package dev.latchkey.internal.platform.linux;

import java.nio.ByteBuffer;
import java.util.Map;

import dev.latchkey.internal.platform.FileSystemType;

/**
 * Filesystems by their magic numbers, see statfs(2). Only those whose locks this kernel
 * alone decides are local; a filesystem that is not listed is not known to be.
 */
final class LinuxFileSystems {

	private static final Map<Long, FileSystemType> KINDS = Map.ofEntries(mappable(0xef53L, "ext4"),
			mappable(0x58465342L, "xfs"), local(0x9123683eL, "btrfs"), mappable(0x01021994L, "tmpfs"),
			local(0x858458f6L, "ramfs"), mappable(0x794c7630L, "overlay"), local(0x2fc12fc1L, "zfs"),
			local(0xf2f52010L, "f2fs"), local(0xca451a4eL, "bcachefs"), local(0x3153464aL, "jfs"),
			local(0x52654973L, "reiserfs"), local(0x3434L, "nilfs2"), local(0x4d44L, "vfat"),
			local(0x2011bab0L, "exfat"), local(0xf15fL, "ecryptfs"), remote(0x6969L, "nfs"),
			remote(0xff534d42L, "cifs"), remote(0xfe534d42L, "smb2"), remote(0x517bL, "smb"),
			remote(0x65735546L, "fuse"), remote(0x01021997L, "9p"), remote(0x00c36400L, "ceph"),
			remote(0x0bd00bd0L, "lustre"), remote(0x47504653L, "gpfs"), remote(0x01161970L, "gfs2"),
			remote(0x7461636fL, "ocfs2"), remote(0x6b414653L, "afs"), remote(0x786f4256L, "vboxsf"));

	private LinuxFileSystems() {
	}

	/**
	 * Tells a filesystem by what statfs(2) says. The type comes first: as a number of
	 * four bytes on s390x, and on all others as one of eight, whose lower four come
	 * first.
	 * @param statfs the answer, in the machine's order
	 * @return the filesystem
	 */
	static FileSystemType type(ByteBuffer statfs) {
		return type(statfs.getInt(0) & 0xffffffffL);
	}

	private static FileSystemType type(long magic) {
		FileSystemType type = KINDS.get(magic);
		return (type != null) ? type : new FileSystemType("unknown filesystem 0x" + Long.toHexString(magic), false);
	}

	private static Map.Entry<Long, FileSystemType> local(long magic, String name) {
		return Map.entry(magic, new FileSystemType(name, true));
	}

	private static Map.Entry<Long, FileSystemType> mappable(long magic, String name) {
		return Map.entry(magic, new FileSystemType(name, true, true));
	}

	private static Map.Entry<Long, FileSystemType> remote(long magic, String name) {
		return Map.entry(magic, new FileSystemType(name, false));
	}

}
