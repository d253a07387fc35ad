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

package dev.latchkey.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL cluster of its own, with the table of locks. It refuses to be run by root,
 * so root lets the user {@code postgres} run it.
 */
final class PostgresServer implements Server {

	private final Path directory;

	private final String url;

	private final ServerProcess process;

	PostgresServer() {
		Path initdb = ServerProcess.require("initdb", "postgresql", installed());
		int port = ServerProcess.freePort();
		this.url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
		this.directory = directory();
		ServerProcess.run(unprivileged(initdb.toString(), "-D", this.directory.toString(), "-U", "postgres", "-A",
				"trust", "-E", "UTF8", "--locale=C", "--no-sync"));
		this.process = new ServerProcess(port,
				unprivileged(initdb.resolveSibling("postgres").toString(), "-D", this.directory.toString(), "-p",
						Integer.toString(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
		comeBack();
		execute("""
				CREATE TABLE INT_LOCK (
					LOCK_KEY CHAR(36) NOT NULL,
					REGION VARCHAR(100) NOT NULL,
					CLIENT_ID CHAR(36),
					CREATED_DATE TIMESTAMP NOT NULL,
					EXPIRED_AFTER TIMESTAMP NOT NULL,
					CONSTRAINT INT_LOCK_PK PRIMARY KEY (LOCK_KEY, REGION)
				)""");
	}

	private static Stream<Path> installed() {
		Path versions = Path.of("/usr/lib/postgresql");
		try (Stream<Path> directories = Files.isDirectory(versions) ? Files.list(versions) : Stream.of()) {
			return directories.map((version) -> version.resolve("bin")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path directory() {
		try {
			Path directory = Files.createTempDirectory("latchkey-postgres");
			if (isRoot()) {
				ServerProcess.run(List.of("chown", "postgres", directory.toString()));
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> unprivileged(String... command) {
		List<String> whole = new ArrayList<>();
		if (isRoot()) {
			whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		whole.addAll(List.of(command));
		return whole;
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			boolean unused = statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("backend", "jdbc", "latchkey.backend", "lock-registry", "url", this.url);
	}

	@Override
	public void goAway() {
		this.process.end("QUIT");
	}

	@Override
	public void comeBack() {
		this.process.start();
		await().ignoreExceptions().untilAsserted(() -> execute("SELECT 1"));
	}

	@Override
	public void close() {
		goAway();
		try {
			boolean unused = FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
