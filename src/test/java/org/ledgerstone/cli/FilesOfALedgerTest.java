package org.ledgerstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.TestDatabase;

/** {@code export}, {@code import} and {@code backup} with true servers, and with broken files. */
class FilesOfALedgerTest {

  private static HttpNode source;
  private static HttpNode target;

  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeAll
  static void start() {
    source = HttpNode.start(TestDatabase.Kind.H2);
    target = HttpNode.start(TestDatabase.Kind.H2);
    for (int i = 0; i < 3; i++) {
      source.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1);
      source.generate();
    }
  }

  @AfterAll
  static void stop() {
    source.close();
    target.close();
  }

  @BeforeEach
  void begin() throws IOException {
    terminal = Terminal.in(directory).with("LEDGER_URL", source.uri("").toString());
  }

  private Terminal.Said run(String... words) throws IOException {
    return terminal.run(words);
  }

  @Test
  void takesAChainFromOneServerToAnother() throws IOException {
    var head = source.head();
    var exported = run("export", "ledger.jsonl.gz", "--verbose");
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(exported.out().strip()).isEqualTo("Blocks 1 to 4, the last one " + head.get("hash"));
    assertThat(exported.err()).contains("MiB received");
    assertThat(directory.resolve("ledger.jsonl.gz.part")).doesNotExist();
    var other = target.uri("").toString();
    var cut = directory.resolve("cut");
    var whole = Files.readAllBytes(directory.resolve("ledger.jsonl.gz"));
    Files.write(cut, Arrays.copyOf(whole, whole.length - 9));
    var refused = run("import", "cut", "--server", other);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).startsWith("EXPORT_INCOMPLETE: ");
    var taken = run("import", "ledger.jsonl.gz", "--server", other);
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out().strip()).endsWith("the head is block 4 " + head.get("hash"));
    assertThat(target.head()).isEqualTo(head);
    var again = run("import", "ledger.jsonl.gz", "--server", other, "--json").json();
    assertThat(again.path("blocks").asInt()).isZero();
    assertThat(again.path("skipped").asInt()).isEqualTo(3);
    var rest = run("--json", "export", "rest", "--from", "3").json();
    assertThat(rest.path("from").asInt()).isEqualTo(3);
    assertThat(rest.path("head").path("index").asInt()).isEqualTo(4);
  }

  @Test
  void leavesFilesAsTheyAreAndNothingBehind() throws IOException {
    Files.writeString(directory.resolve("here"), "mine");
    assertThat(run("export", "here").code()).isEqualTo(4);
    assertThat(run("backup", "here").code()).isEqualTo(4);
    assertThat(directory.resolve("here")).hasContent("mine");
    assertThat(run("export", "none/x").code()).isEqualTo(4);
    assertThat(run("import", "none").code()).isEqualTo(4);
    assertThat(run("export", "x", "--from", "99").err()).startsWith("NOT_FOUND: ");
    assertThat(run("export", "x", "--server", "http://127.0.0.1:1").code()).isEqualTo(3);
    assertThat(run("import", "here", "--server", "http://127.0.0.1:1").code()).isEqualTo(3);
    assertThat(run("import", "here").err()).startsWith("MALFORMED: ");
    try (var left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".env", "here");
    }
  }

  @Test
  void doesNotTakeAnotherServersAnswerForAnExport() throws IOException {
    try (var other = new FakeServer(Ledgers.open())) {
      assertThat(run("export", "x", "--server", other.url()).code()).isEqualTo(1);
      assertThat(directory.resolve("x")).doesNotExist();
    }
  }

  /** The answer has its end, but what is in it has none. */
  @Test
  void keepsNoExportWithoutItsEnd() throws IOException {
    run("export", "whole");
    var whole = Files.readAllBytes(directory.resolve("whole"));
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, whole.length - 20);
          exchange.getResponseBody().write(whole, 0, whole.length - 20);
          exchange.close();
        });
    http.start();
    try {
      var url = "http://127.0.0.1:" + http.getAddress().getPort();
      for (var command : new String[] {"export", "backup"}) {
        var said = run(command, "cut", "--server", url);
        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).startsWith("The server broke off before the end");
        assertThat(directory.resolve("cut")).doesNotExist();
        assertThat(directory.resolve("cut.part")).doesNotExist();
      }
    } finally {
      http.stop(0);
    }
  }

  @Test
  void knowsAWholeExport() throws IOException {
    run("export", "whole");
    var file = directory.resolve("whole");
    assertThat(ExportFile.read(file)).isPresent();
    var bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, bytes.length / 2, bytes.length - 1}) {
      Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, length));
      assertThat(ExportFile.read(directory.resolve("cut"))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void backsUpAnH2Database() throws IOException {
    var said = run("backup", "backup.zip");
    assertThat(said.code()).as(said.err()).isZero();
    try (var zip = new ZipFile(directory.resolve("backup.zip").toFile())) {
      assertThat(zip.stream()).hasSize(1);
    }
  }

  /** A program in the place of pg_dump that tells what it was told. */
  @Test
  void backsUpPostgresWithoutShowingThePassword() throws IOException {
    var program = Files.createDirectory(directory.resolve("bin")).resolve("pg_dump");
    Files.writeString(
        program,
        """
        #!/bin/sh
        for word; do case "$word" in --file=*) file="${word#--file=}";; esac; done
        { echo "$@"; env | grep ^PG | sort; } > "$file"
        echo "trying $PGPASSWORD" >&2
        [ "$PGDATABASE" = ledger ]
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    terminal
        .offline()
        .with("PATH", directory.resolve("bin").toString())
        .with("DATABASE_USER", "me")
        .with("DATABASE_PASSWORD", Terminal.SECRET)
        .with("DATABASE_URL", "jdbc:postgresql://[::1]:5433,db/ledger?sslmode=require&x=y");
    var said = run("backup", "dump");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("trying …");
    assertThat(Files.readAllLines(directory.resolve("dump")))
        .containsExactly(
            "--format=custom --no-password --file=" + directory.resolve("dump.part"),
            "PGDATABASE=ledger",
            "PGHOST=::1,db",
            "PGPASSWORD=" + Terminal.SECRET,
            "PGPORT=5433,5432",
            "PGSSLMODE=require",
            "PGUSER=me");
    terminal.with("DATABASE_URL", "postgres://you:" + Terminal.SECRET + "@host/other");
    assertThat(run("backup", "dump2").code()).isEqualTo(3);
    assertThat(directory.resolve("dump2")).doesNotExist();
    assertThat(directory.resolve("dump2.part")).doesNotExist();
    assertThat(terminal.with("PATH", "").run("backup", "dump3").code()).isEqualTo(4);
  }
}
