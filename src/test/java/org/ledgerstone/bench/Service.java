package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own, as it would run for real. */
final class Service implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final Path log;
  private final int port;

  private Service(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it and waits until it is healthy.
   *
   * @param directory where it writes its log and, if wanted, its recording
   * @param name of those files
   */
  static Service start(
      Path jar, Path directory, String name, List<String> javaOptions, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = InstalledPostgres.freePort();
    var words = new ArrayList<String>();
    words.add(java());
    words.add("-Xmx512m");
    words.addAll(javaOptions);
    words.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    var log = directory.resolve(name + ".log");
    var builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(settings);
    builder.environment().put("SERVER_PORT", Integer.toString(port));
    var service = new Service(builder.start(), log, port);
    try {
      service.awaitHealth();
      return service;
    } catch (IOException | InterruptedException e) {
      service.close();
      throw e;
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void awaitHealth() throws IOException, InterruptedException {
    long patience = System.nanoTime() + PATIENCE_NANOS;
    while (!isHealthy()) {
      if (!process.isAlive() || System.nanoTime() > patience) {
        throw new IOException("The service does not start:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
  }

  private boolean isHealthy() {
    try (var ask = ask()) {
      return ask.get("/actuator/health").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Somebody who asks it things. */
  Ask ask() {
    return new Ask(port);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return log;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
