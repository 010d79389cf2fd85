package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.testing.Figures;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;

/**
 * While others do what they can to keep the service busy, every honest call is answered as it would
 * be otherwise. It is meant to be within a second; since the machine may be somebody else's too,
 * those that are not are counted and published, and no more. What was measured stands in {@code
 * target/hostile-clients.txt} as well.
 */
@Tag("alone")
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class HostileClientsIT {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Path REPORT = Path.of("target", "hostile-clients.txt");

  /** Room for fewer connections than there are hostile clients. */
  private static final int MEGABYTES = 512;

  private static final int ROUNDS = 20;

  /** A request whose body begins at once and then comes a byte at a time. */
  private enum Dripping {
    SHORT("3,000 bodies of a byte per 5 s", "/transactions", "Content-Length: 1000", "{", " "),
    LONG("3,000 long bodies", "/transactions/batch", "Content-Length: 1000000", "{", " "),
    CHUNKED(
        "3,000 bodies in chunks",
        "/transactions",
        "Transfer-Encoding: chunked",
        "1\r\n{\r\n",
        "1\r\n \r\n"),
    ASKED_FOR(
        "3,000 bodies that wait to be asked for",
        "/transactions",
        "Expect: 100-continue\r\nContent-Length: 1000",
        "",
        " ");

    private final String words;
    private final String begun;
    private final String more;

    Dripping(String words, String path, String header, String first, String more) {
      this.words = words;
      this.begun =
          "POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n%s"
              .formatted(path, header, first);
      this.more = more;
    }
  }

  private static final int RICH = 100;
  private static final int HONEST = 50;
  private static final int POOR = 2_000;
  private static final int BATCH = 10_000;
  private static final int BLOCKS = 2;
  private static final List<Address> RECEIVERS =
      IntStream.range(300, 310).mapToObj(TestKeys::wallet).toList();

  @TempDir private static Path directory;
  @Parameter private TestDatabase.Kind kind;

  private static TestDatabase database;
  private static Genesis genesis;
  private static Rules rules;
  private static NodeProcess service;
  private static Client client;
  private static HonestCaller honest;

  @BeforeParameterizedClassInvocation
  static void startWithALongChain(TestDatabase.Kind kind) throws Exception {
    database = TestDatabase.of(kind);
    genesis =
        new TestGenesis()
            .blockLimit(BATCH + 1)
            .allocate("COIN", TestKeys.wallet(RICH), 1_000_000_000)
            .allocate("COIN", TestKeys.wallet(HONEST), 1_000_000_000)
            .build();
    rules = new RuleBook(genesis).inForceAt(1);
    service =
        new NodeProcess.Start(
                UnpackedService.jar(),
                directory,
                NodeProcess.freePort(),
                MEGABYTES,
                Optional.empty())
            .begin(KilledNode.settings(database, genesis, TestKeys.key(1)))
            .awaitHealth();
    client = new Client(service);
    honest = new HonestCaller(service.uri("/"), wallet(HONEST));
    var rich = wallet(RICH);
    for (int i = 0; i < BLOCKS; i++) {
      assertThat(post("/api/v1/transactions/batch", batch(List.of(rich))).status()).isEqualTo(200);
      assertThat(post("/api/v1/blocks/generate", "").status()).isEqualTo(201);
    }
    note(
        "%n%s, %d MB, %d processors"
            .formatted(kind, MEGABYTES, Runtime.getRuntime().availableProcessors()));
  }

  private static Wallet wallet(int key) {
    return new Wallet(TestKeys.key(key), rules, RECEIVERS);
  }

  private static Answer post(String path, String body) throws Exception {
    return client.send(new Request(path, body, Optional.empty(), Optional.empty()));
  }

  /** As many transfers as a batch holds, of these wallets in turn. */
  private static String batch(List<Wallet> wallets) {
    var random = new SplittableRandom(2);
    return items(
        IntStream.range(0, BATCH)
            .mapToObj(i -> wallets.get(i % wallets.size()).next(random).body()));
  }

  private static String items(Stream<String> items) {
    return items.collect(Collectors.joining(",", "{\"transactions\":[", "]}"));
  }

  private interface Meanwhile {
    void run(int round) throws Exception;
  }

  /** Makes honest calls, each of which has to succeed; how long they take is published. */
  private void staysHonest(String under, Meanwhile meanwhile) throws Exception {
    var asked = new ArrayList<Duration>();
    var paid = new ArrayList<Duration>();
    for (int round = 0; round < ROUNDS; round++) {
      meanwhile.run(round);
      asked.add(honest.asks());
      paid.add(honest.pays());
    }
    note(kind + ", " + under + ": asked " + told(asked) + "; paid " + told(paid));
    var slow =
        Stream.concat(asked.stream(), paid.stream()).filter(took -> took.compareTo(SOON) >= 0);
    Figures.tried(Figures.Of.HONEST_CALL, kind + ", " + under, 2 * ROUNDS, slow.count());
  }

  private static String told(List<Duration> took) {
    Collections.sort(took);
    return "median %d ms, longest %d ms"
        .formatted(took.get(ROUNDS / 2).toMillis(), took.getLast().toMillis());
  }

  @Test
  void answersWhileNobodyIsHostile() throws Exception {
    staysHonest("nobody hostile", round -> {});
  }

  @Test
  void answersBesideUnfinishedHeads() throws Exception {
    var begun = "GET /chain HTTP/1.1\r\nHost: localhost\r\nX-Long: ";
    try (var crowd = Crowd.of(1_000, service.uri("/"), begun)) {
      staysHonest(
          "1,000 unfinished heads",
          round -> {
            crowd.sendAndLook("x");
            if (round == 0) {
              assertThat(crowd.size()).isPositive();
            }
            Thread.sleep(100);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersBesideBodiesThatDrip(Dripping body) throws Exception {
    try (var crowd = Crowd.of(3_000, service.uri("/"), body.begun)) {
      staysHonest(
          body.words,
          round -> {
            if (round % 10 == 9) {
              crowd.sendAndLook(body.more);
            }
            if (round > 0) {
              Thread.sleep(500);
            }
          });
      crowd.sendAndLook(body.more);
      assertThat(crowd.size()).as("those who have kept their places").isLessThan(3_000);
    }
  }

  @Test
  void answersBesideClientsThatNeverRead() throws Exception {
    try (var crowd = new Crowd()) {
      for (var path : List.of("/chain", "/api/v1/export", "/api/v1/events", "/api/v1/blocks/2")) {
        var query = path.endsWith("2") ? "?transactions=true" : "";
        crowd.grow(
            50, service.uri("/"), "GET " + path + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
      staysHonest("200 that never read", round -> Thread.sleep(100));
    }
  }

  @Test
  void answersBesideGarbage() throws Exception {
    var poor = IntStream.range(POOR, POOR + 100).mapToObj(HostileClientsIT::wallet).toList();
    var penniless = batch(poor);
    var forged = penniless.replaceAll("\"amount\":\"[0-9]+\"", "\"amount\":\"77\"");
    var unreadable = items(Stream.generate(() -> "{\"kind\":[]}").limit(BATCH));
    try (var garbage =
        new GarbageSender(8, service.uri("/"), List.of(forged, unreadable, penniless))) {
      staysHonest("garbage from 8", round -> Thread.sleep(200));
      assertThat(garbage.answers().getOrDefault(200, 0)).isPositive();
      // 0 where a refused one was still being sent when the service had read enough of it.
      assertThat(garbage.answers().keySet()).isSubsetOf(0, 200, 429);
      note("garbage was answered " + garbage.answers());
    }
    staysHonest("after garbage", round -> {});
  }

  private static void note(String line) throws IOException {
    Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    try (var one = service) {
      client.close();
      one.stop();
      Invariants.check(database, new RuleBook(genesis));
    }
  }
}
