package org.ledgerstone.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ledgerstone.testing.Scratch;
import org.ledgerstone.testing.TestDatabase;

/** The programs that the shared server of the tests was unpacked with, and a cluster by them. */
final class Cluster {

  private static final Path PROGRAMS = unpacked();

  /** Never started; to be copied. */
  static final Path NEW = make();

  private Cluster() {}

  static Path program(String name) {
    return PROGRAMS.resolve(name);
  }

  private static Path unpacked() {
    TestDatabase.of(TestDatabase.Kind.POSTGRESQL);
    var directory = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make() {
    var data = Scratch.directory("postgres-new").resolve("data");
    Shell.run(
        program("initdb").toString(),
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF-8",
        "--locale=C",
        "--no-sync",
        "--pgdata=" + data);
    return data;
  }
}
