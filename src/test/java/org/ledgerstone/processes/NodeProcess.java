package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ledgerstone.Ledgerstone;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.testing.Patience;

/** One life of the packaged service, in a process of its own: a node. */
final class NodeProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STOPPED_BY_SIGTERM = 128 + 15;

  private final Process process;
  private final Path log;
  private final URI uri;
  private final StepFile steps;
  private final long began = System.nanoTime();
  private Duration startedIn = Duration.ZERO;

  private NodeProcess(Process process, Path log, URI uri, StepFile steps) {
    this.process = process;
    this.log = log;
    this.uri = uri;
    this.steps = steps;
  }

  /** How a node is started, and where. */
  record Start(Path service, Path directory, int port, int megabytes, Optional<Step> hold) {

    /**
     * On a free port.
     *
     * @param service the jar from {@link UnpackedService}
     * @param directory where it works, which others may share
     */
    static Start of(Path service, Path directory) throws IOException {
      return new Start(service, directory, freePort(), 512, Optional.empty());
    }

    /** On this port and with little memory, as one of several. */
    Start oneOfMany(int where) {
      return new Start(service, directory, where, 160, hold);
    }

    /** Stands still for a while as soon as it reaches this step. */
    Start holdingAt(Step step) {
      return new Start(service, directory, port, megabytes, Optional.of(step));
    }

    /** Starts the process and does not wait. */
    NodeProcess begin(Map<String, String> settings) throws IOException {
      return NodeProcess.begin(this, settings);
    }
  }

  /**
   * Starts the service in this directory and waits until it is healthy.
   *
   * @param service the jar from {@link UnpackedService}
   */
  static NodeProcess start(Path service, Path directory, Map<String, String> settings)
      throws Exception {
    return Start.of(service, directory).begin(settings).awaitHealth();
  }

  private static NodeProcess begin(Start how, Map<String, String> settings) throws IOException {
    var log = Files.createTempFile(how.directory(), "service", ".log");
    var file = Files.createTempFile(how.directory(), "steps", "");
    var steps = new StepFile(file);
    how.hold().ifPresent(steps::hold);
    var words = new ArrayList<String>();
    words.add(java());
    words.addAll(UnpackedService.FLAGS);
    words.add("-XX:AOTCache=" + UnpackedService.cache());
    words.add("-Xmx" + how.megabytes() + "m");
    words.add("-D" + StepRecorder.FILE + "=" + file);
    words.add("-cp");
    words.add(how.service() + File.pathSeparator + recorderIn(how.directory()));
    words.add(Ledgerstone.class.getName());
    words.add("--spring.main.sources=" + StepRecorder.class.getName());
    var builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(settings);
    builder.environment().put("SERVER_PORT", String.valueOf(how.port()));
    builder
        .directory(how.directory().toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    return new NodeProcess(
        builder.start(), log, URI.create("http://127.0.0.1:" + how.port()), steps);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A directory with the recorder and nothing else of the tests. */
  private static Path recorderIn(Path directory) throws IOException {
    var classes = directory.resolve("recorder");
    for (var type : List.of(StepRecorder.class, StepFile.class, StepFile.Moment.class)) {
      var name = type.getName().replace('.', '/') + ".class";
      var file = classes.resolve(name);
      // A node that runs may be reading it.
      if (Files.exists(file)) {
        continue;
      }
      Files.createDirectories(file.getParent());
      try (var bytes = type.getClassLoader().getResourceAsStream(name)) {
        Files.write(file, bytes.readAllBytes());
      }
    }
    return classes;
  }

  /** A port that nobody listens on at this moment. */
  static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** Waits until the node is healthy; what then does not come about ends the process. */
  NodeProcess awaitHealth() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(uri("/actuator/health")).timeout(Duration.ofSeconds(5)).build();
      while (!isHealthy(http, request)) {
        assertThat(process.isAlive()).as(this::log).isTrue();
        assertThat(System.nanoTime() - began).as(this::log).isLessThan(PATIENCE.toNanos());
        Thread.sleep(50);
      }
    } catch (AssertionError | Exception e) {
      process.destroyForcibly();
      throw e;
    }
    startedIn = Duration.ofNanos(System.nanoTime() - began);
    return this;
  }

  private static boolean isHealthy(HttpClient http, HttpRequest request)
      throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  URI uri(String path) {
    return uri.resolve(path);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  StepFile steps() {
    return steps;
  }

  Duration startedIn() {
    return startedIn;
  }

  /** Sends SIGSTOP: nothing moves until it is killed. */
  void pause() throws IOException, InterruptedException {
    var stop = new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start();
    assertThat(stop.waitFor()).isZero();
  }

  /** Waits until the node stands still at this step, where it was told to. */
  void awaitHeld(Step step) throws Exception {
    Patience.until(
        "comes to " + step,
        () -> {
          assertThat(process.isAlive()).as(this::log).isTrue();
          return steps.isHeld(step);
        },
        this::log);
  }

  /** Sends SIGKILL and returns where the service died. */
  StepFile.Moment kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("dead").isTrue();
    return steps.moment();
  }

  /** Sends SIGTERM. */
  void beginToStop() {
    process.destroy();
  }

  /** Sends SIGTERM and waits for a clean end. */
  void stop() throws InterruptedException {
    beginToStop();
    awaitStopped();
  }

  /** Waits for the clean end of who was sent SIGTERM. */
  void awaitStopped() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::log).isTrue();
    assertThat(process.exitValue()).as(this::log).isEqualTo(STOPPED_BY_SIGTERM);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
