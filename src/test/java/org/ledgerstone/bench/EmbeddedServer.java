package org.ledgerstone.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The server that the tests use too, unpacked from a jar. It brings no pgbench. */
final class EmbeddedServer implements Postgres {

  private final EmbeddedPostgres server;
  private final long postmaster;

  private EmbeddedServer(EmbeddedPostgres server, long postmaster) {
    this.server = server;
    this.postmaster = postmaster;
  }

  static EmbeddedServer start(Path within) throws IOException {
    // It would tell every line of what initdb says.
    ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class.getPackageName()))
        .setLevel(Level.WARN);
    var directory = within.resolve("postgres");
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            // It would be set up to forget, for speed.
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on");
    SETTINGS.forEach(builder::setServerConfig);
    var server = builder.start();
    var pid = Files.readAllLines(directory.resolve("postmaster.pid")).getFirst();
    return new EmbeddedServer(server, Long.parseLong(pid.strip()));
  }

  @Override
  public String origin() {
    return "embedded";
  }

  @Override
  public Optional<Path> programs() {
    return Optional.empty();
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public long postmaster() {
    return postmaster;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
