package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.testing.HttpNode;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;

/** Copies of an H2 database that is in use, and what can be made of them. */
class BackupTest {

  private static final Genesis GENESIS = BlockFixture.genesis(draft -> draft.intervalMillis = 1);

  @TempDir private Path directory;

  private static HttpNode start(TestDatabase database) {
    return HttpNode.start(database, BlockFixture.OPERATOR, GENESIS, Map.of());
  }

  private static byte[] backup(HttpNode node) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(node.uri("/api/v1/backup")).POST(BodyPublishers.noBody()).build();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
      assertThat(answer.headers().firstValueAsLong("Content-Length"))
          .hasValue(answer.body().length);
      return answer.body();
    }
  }

  /** As docs/BACKUP.md has it: the one file of the zip, put into an empty data directory. */
  private TestDatabase restored(byte[] zipped) throws IOException {
    var data = Files.createDirectory(directory.resolve("copy"));
    try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("ledger.mv.db");
      Files.copy(zip, data.resolve("ledger.mv.db"));
      assertThat(zip.getNextEntry()).isNull();
    }
    return TestDatabase.h2(data);
  }

  private static void sealSome(HttpNode node) {
    if (node.pool().size() > 3) {
      node.generate();
    }
  }

  private static void goOn(AtomicBoolean over, Runnable what) {
    while (!over.get()) {
      what.run();
    }
  }

  @Test
  void holdsWhatWasConfirmedBeforeItBeganAndCatchesUpWithTheRest() throws Exception {
    var over = new AtomicBoolean();
    var confirmed = new ConcurrentLinkedQueue<String>();
    try (var node = start(TestDatabase.h2(Files.createDirectory(directory.resolve("first"))))) {
      var threads =
          List.of(
              Thread.ofPlatform()
                  .start(() ->
                      goOn(
                          over,
                          () ->
                              confirmed.add(
                                  node.pay(BlockFixture.ALICE, BlockFixture.BOB.address(), 1)
                                      .text("id")))),
              Thread.ofPlatform().start(() -> goOn(over, () -> sealSome(node))));
      Patience.until("something was paid", () -> confirmed.size() > 20);
      var before = List.copyOf(confirmed);
      var head = node.head();
      try (var copy = start(restored(backup(node)))) {
        assertThat(copy.get("/api/v1/blocks/" + head.get("index")).with(200).json())
            .isEqualTo(head);
        for (var id : before) {
          copy.get("/api/v1/transactions/" + id).with(200);
        }
        catchesUp(copy, node);
      }
      over.set(true);
      for (var thread : threads) {
        thread.join();
      }
      assertThat(directory.resolve("first")).isDirectoryNotContaining("glob:**.part");
    }
  }

  /** It is behind, since the other has gone on, and notices by itself once it knows a peer. */
  private static void catchesUp(HttpNode copy, HttpNode node) {
    long behind = index(copy);
    Patience.until("the other has gone on", () -> index(node) > behind + 2);
    var url = node.uri("").toString();
    copy.post("/api/v1/peers", Map.of("url", url)).with(201);
    long there = index(node);
    var hash = node.get("/api/v1/blocks/" + there).with(200).text("hash");
    copy.post("/api/v1/peers/sync", "{}").with(200);
    Patience.until("it has caught up", () -> copy.get("/api/v1/blocks/" + hash).status() == 200);
  }

  private static long index(HttpNode node) {
    return ((Number) node.head().get("index")).longValue();
  }

  @Test
  void isForPostgresItselfToMake() {
    try (var node = HttpNode.start(TestDatabase.Kind.POSTGRESQL)) {
      var answer = node.send("POST", "/api/v1/backup", new byte[0]);
      answer.isProblem(409, "BACKUP_ELSEWHERE");
      assertThat(answer.text("detail")).contains("pg_dump");
    }
  }
}
