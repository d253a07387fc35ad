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

package dev.latchkey.benchmark;

import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;

/**
 * What a claim costs a JVM while it is held, and while its files are kept open for the
 * next acquisition. A directory keeps the files of 256 claims, so many of them are opened
 * on the same path.
 */
final class ClaimFootprint {

	private static final int DIRECTORIES = 20;

	private static final int CLAIMS_OF_A_DIRECTORY = 256;

	private static final int COLLECTIONS = 3;

	private final Path directory;

	ClaimFootprint(Path directory) {
		this.directory = directory;
	}

	/**
	 * Measure.
	 * @return a Markdown table
	 */
	String run() throws IOException, InterruptedException {
		System.err.println("memory and descriptors of claims");
		List<String> rows = Commands
			.output(Commands.startJava(ClaimFootprint.class, List.of(this.directory.toString())));
		return "| one claim of " + DIRECTORIES * CLAIMS_OF_A_DIRECTORY
				+ " | heap bytes | direct buffers | bytes in them | descriptors |\n"
				+ "| --- | ---: | ---: | ---: | ---: |\n" + String.join("\n", rows) + "\n";
	}

	/**
	 * Measure in this JVM.
	 * @param arguments the directory
	 */
	public static void main(String[] arguments) throws Exception {
		LockRuntime runtime = LockRuntime.builder().build();
		List<ClaimDirectory> directories = new ArrayList<>();
		for (int i = 0; i < DIRECTORIES; i++) {
			directories.add(ClaimDirectory.open(Path.of(arguments[0]), runtime));
		}
		// What is loaded and started once is not a claim's.
		acquire(directories.subList(0, 1), "first-").forEach(ClaimHold::close);
		directories.get(0).close();
		directories.set(0, ClaimDirectory.open(Path.of(arguments[0]), runtime));
		List<ClaimHold> claims = new ArrayList<>(DIRECTORIES * CLAIMS_OF_A_DIRECTORY);
		Use before = Use.now();
		claims.addAll(acquire(directories, "footprint-"));
		System.out.println(Use.now().row("held", before));
		claims.forEach(ClaimHold::close);
		claims.clear();
		System.out.println(Use.now().row("idle, its files kept open", before));
		directories.forEach(ClaimDirectory::close);
		runtime.close();
		System.out.println(Use.now().row("idle, after `ClaimDirectory.close()`", before));
	}

	private static List<ClaimHold> acquire(List<ClaimDirectory> directories, String prefix) {
		List<ClaimHold> claims = new ArrayList<>();
		for (ClaimDirectory directory : directories) {
			for (int i = 0; i < CLAIMS_OF_A_DIRECTORY; i++) {
				claims.add(directory.claim(prefix + claims.size(), new byte[ClaimingPeer.CONTENT_SIZE])
					.tryAcquire()
					.orElseThrow());
			}
		}
		return claims;
	}

	private record Use(long heap, long buffers, long direct, long descriptors) {

		static Use now() throws InterruptedException {
			for (int i = 0; i < COLLECTIONS; i++) {
				System.gc();
				// Direct memory is freed after the collection, by another thread.
				Thread.sleep(200);
			}
			BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
				.stream()
				.filter((pool) -> pool.getName().equals("direct"))
				.findFirst()
				.orElseThrow();
			String[] descriptors = new File("/proc/self/fd").list();
			return new Use(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct.getCount(),
					direct.getMemoryUsed(), (descriptors != null) ? descriptors.length : 0);
		}

		String row(String label, Use before) {
			double claims = DIRECTORIES * CLAIMS_OF_A_DIRECTORY;
			return String.format(Locale.ROOT, "| %s | %.0f | %.1f | %.0f | %.1f |", label,
					(this.heap - before.heap) / claims, (this.buffers - before.buffers) / claims,
					(this.direct - before.direct) / claims, (this.descriptors - before.descriptors) / claims);
		}

	}

}
