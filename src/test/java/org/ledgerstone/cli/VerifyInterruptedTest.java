package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.Ledgerstone;
import org.ledgerstone.audit.verify.Audits;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * {@code verify} in a process of its own, and Ctrl-C while it waits. The server stands still
 * meanwhile between what is final and the rest.
 */
class VerifyInterruptedTest {

  private static final int ENDED_BY_SIGINT = 128 + 2;

  @TempDir private Path directory;
  private final CountDownLatch open = new CountDownLatch(1);
  private HttpNode node;

  @BeforeEach
  void start() {
    var genesis =
        BlockFixture.genesis(draft -> {
          draft.intervalMillis = 1;
          draft.miners = List.of(BlockFixture.OPERATOR.address());
        });
    node =
        HttpNode.start(
            TestDatabase.of(TestDatabase.Kind.H2),
            BlockFixture.OPERATOR,
            genesis,
            Map.of(),
            this::holdAudits);
    for (int i = 0; i < 3; i++) {
      node.generate();
    }
  }

  @AfterEach
  void stop() {
    open.countDown();
    node.close();
  }

  private void holdAudits(GenericApplicationContext context) {
    context
        .getBeanFactory()
        .addBeanPostProcessor(
            new BeanPostProcessor() {
              @Override
              public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource all ? new Held(all) : bean;
              }
            });
  }

  private final class Held extends DelegatingDataSource {

    Held(DataSource all) {
      super(all);
    }

    @Override
    public Connection getConnection() throws SQLException {
      var connection = super.getConnection();
      return Thread.currentThread().getName().equals("audit") ? held(connection) : connection;
    }

    private Connection held(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("setReadOnly")) {
                  open.await();
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private Process begin(Path err) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    var heeding = List.of("env", "--default-signal=INT");
    if (knows(heeding)) {
      command.addAll(heeding);
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Ledgerstone.class.getName()));
    command.addAll(List.of("verify", "--verbose", "--server", node.uri("").toString()));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** A test that somebody runs in the background would hand down that SIGINT is ignored. */
  private static boolean knows(List<String> heeding) throws IOException, InterruptedException {
    var command = new ArrayList<>(heeding);
    command.add("true");
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void tellsHowFarItIsAndLeavesTheAuditToTheServer() throws Exception {
    var err = directory.resolve("err");
    var process = begin(err);
    try {
      var progress = "99 %, 7 transactions in 4 blocks, [0-9]+ a second, 0 s left";
      Patience.until(
          "it tells how far it is",
          () -> Files.readString(err).lines().anyMatch(line -> line.matches(progress)),
          () -> err + " is another");
      var kill = List.of("kill", "-INT", String.valueOf(process.pid()));
      assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGINT);
    assertThat(Files.readString(err).lines())
        .last()
        .isEqualTo(
            "The audit goes on at the server: GET /api/v1/audits/1 tells how, DELETE stops it.");
    assertThat(Files.readString(directory.resolve("out"))).isEmpty();
    assertThat(node.get("/api/v1/audits/1").text("status")).isEqualTo("RUNNING");
    var terminal = Terminal.in(directory).with("LEDGER_URL", node.uri("").toString());
    var meanwhile = terminal.run("verify");
    assertThat(meanwhile.code()).isEqualTo(1);
    assertThat(meanwhile.err()).startsWith("AUDIT_RUNNING: ");

    stopAudit();
    var next = terminal.run("verify");
    assertThat(next.code()).as(next.err()).isZero();
    assertThat(next.out())
        .contains("Blocks before 5 were verified earlier; --full reads them again.");
  }

  /** As a DELETE does, which waits for the audit's end. */
  private void stopAudit() throws InterruptedException {
    var audits = node.node().get(Audits.class);
    var stopping = Thread.ofPlatform().start(() -> audits.stop(1));
    Patience.until(
        "somebody waits for its end", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    open.countDown();
    stopping.join();
    assertThat(node.get("/api/v1/audits/1").text("status")).isEqualTo("INTERRUPTED");
  }
}
