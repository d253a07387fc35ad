package dev.latchkey.platform.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.platform.ProcessCalls.Keeping;

/**
 * Which process has a file open and locked, from {@code /proc/<pid>/fd} and
 * {@code fdinfo}. A lock belongs to the open file, so a child that has inherited it shows
 * it too; its {@code lock:} line still names the process that asked for it.
 */
final class LinuxOpenFiles {

	private static final Path PROC = Path.of("/proc");

	private LinuxOpenFiles() {
	}

	static Keeping keeping(long pid, Path file, long inode) {
		Path process = PROC.resolve(Long.toString(pid));
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
			for (Path descriptor : descriptors) {
				if (leadsTo(descriptor, file) && isLocked(process, descriptor, inode)) {
					return Keeping.YES;
				}
			}
			return Keeping.NO;
		}
		catch (IOException | DirectoryIteratorException ex) {
			return Files.exists(process) ? Keeping.UNREADABLE : Keeping.NO;
		}
	}

	static List<Long> keepers(Path file, long inode) {
		List<Long> keepers = new ArrayList<>();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path process : processes) {
				long pid = Long.parseLong(process.getFileName().toString());
				if (keeping(pid, file, inode) == Keeping.YES) {
					keepers.add(pid);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// Processes come and go; those that were found so far are true.
			return keepers;
		}
		return keepers;
	}

	private static boolean leadsTo(Path descriptor, Path file) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return target.equals(file.toString()) || target.equals(file + " (deleted)");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean isLocked(Path process, Path descriptor, long inode) {
		Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
		try {
			return Files.readString(info, StandardCharsets.ISO_8859_1)
				.lines()
				.anyMatch((line) -> line.startsWith("lock:") && line.contains(" FLOCK ") && line.contains(" WRITE ")
						&& line.contains(":" + inode + " "));
		}
		catch (IOException ex) {
			return false;
		}
	}

}
