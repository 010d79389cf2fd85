package org.ledgerstone.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ledgerstone.ledger.Step;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.testing.Invariants;
import org.ledgerstone.testing.Line;
import org.ledgerstone.testing.Patience;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Nodes of one ledger on this machine: each a process with a database of its own, H2 and PostgreSQL
 * in turns, with the keys 1, 2, …, and all peers of each other over lines.
 */
final class Network implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Request MINE =
      new Request("/api/v1/blocks/generate", "", Optional.empty(), Optional.empty());

  private static final Request SYNC =
      new Request("/api/v1/peers/sync", "", Optional.empty(), Optional.empty());

  /** More of them would only be in each other's way while they start. */
  private static final int AT_ONCE = 2;

  /** A tie that nobody breaks lasts longer than this many looks. */
  private static final int LOOKS_AT_A_TIE = 40;

  private final Genesis genesis;
  private final Line[][] lines;
  private final List<Member> members = new ArrayList<>();

  /** One of the nodes. */
  record Member(int number, NodeProcess process, Client client, TestDatabase database) {

    JsonNode get(String path) throws IOException, InterruptedException {
      var answer = client.get(path);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }

    Answer mine() throws IOException, InterruptedException {
      return client.send(MINE);
    }

    Head head() throws IOException, InterruptedException {
      var ledger = get("/api/v1/ledger");
      return new Head(
          ledger.path("head").path("index").asLong(),
          ledger.path("head").path("hash").asString(),
          ledger.path("pending").asLong());
    }

    /** How often it has changed over to another chain. */
    int changesOfChain() {
      return process.steps().count(Step.CHANGING_COMMITTED);
    }
  }

  /** How far a node is. */
  record Head(long index, String hash, long pending) {}

  private Network(Genesis genesis, int count) {
    this.genesis = genesis;
    this.lines = new Line[count][count];
  }

  /** Starts so many nodes, and waits until all are healthy and have met. */
  static Network start(
      Path service, Path directory, Genesis genesis, int count, Map<String, String> more)
      throws Exception {
    var network = new Network(genesis, count);
    try {
      var ports = network.lay();
      var file = TestGenesis.file(genesis).toString();
      for (int i = 0; i < count; i++) {
        var database = TestDatabase.of(TestDatabase.Kind.values()[i % 2]);
        var settings = new HashMap<>(database.settings());
        settings.putAll(more);
        settings.put("LEDGER_GENESIS", file);
        settings.put("WALLET_PRIVATE_KEY", TestKeys.key(1 + i).secret());
        settings.put("LEDGER_PEERS", network.peersOf(i));
        var start = NodeProcess.Start.of(service, directory).oneOfMany(ports.get(i));
        var process = start.begin(settings);
        network.members.add(new Member(i, process, new Client(process), database));
        if (i % AT_ONCE == AT_ONCE - 1) {
          process.awaitHealth();
        }
      }
      for (var member : network.members) {
        member.process().awaitHealth();
      }
      network.awaitAcquaintance();
      return network;
    } catch (Exception | AssertionError e) {
      network.close();
      throw e;
    }
  }

  /** Lays the lines to ports that are free; they are held until no line can get one of them. */
  private List<Integer> lay() throws IOException {
    var held = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < lines.length; i++) {
        held.add(new ServerSocket(0));
      }
      var ports = held.stream().map(ServerSocket::getLocalPort).toList();
      lay(ports);
      return ports;
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
  }

  private void lay(List<Integer> ports) throws IOException {
    for (int from = 0; from < lines.length; from++) {
      for (int to = 0; to < lines.length; to++) {
        if (from != to) {
          lines[from][to] = Line.to(ports.get(to));
        }
      }
    }
    for (int from = 0; from < lines.length; from++) {
      for (int to = 0; to < lines.length; to++) {
        if (from != to) {
          lines[from][to].shows(ports.get(from), lines[to][from].port());
        }
      }
    }
  }

  private String peersOf(int who) {
    return IntStream.range(0, lines.length)
        .filter(other -> other != who)
        .mapToObj(other -> "http://127.0.0.1:" + lines[who][other].port())
        .collect(Collectors.joining(","));
  }

  /** Who was not up when the others asked for it is asked again at once. */
  private void awaitAcquaintance() throws Exception {
    for (var member : members) {
      member.client().send(SYNC);
    }
    for (var member : members) {
      Patience.until(
          "node " + member.number() + " knows the others",
          () ->
              member
                      .get("/api/v1/peers")
                      .path("items")
                      .valueStream()
                      .filter(peer -> peer.has("lastSeen") && peer.path("failures").asInt() == 0)
                      .count()
                  == members.size() - 1,
          () -> told(member, "/api/v1/peers"));
    }
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  Member member(int number) {
    return members.get(number);
  }

  /** How often any of them has changed over to another chain. */
  int changesOfChain() {
    return members.stream().mapToInt(Member::changesOfChain).sum();
  }

  /** Cuts all lines between these and the others. */
  void cutOff(int... some) {
    between(some).forEach(Line::cut);
  }

  /** Mends all lines between these and the others. */
  void mend(int... some) {
    between(some).forEach(Line::mend);
  }

  private List<Line> between(int... some) {
    var found = new ArrayList<Line>();
    for (int from = 0; from < lines.length; from++) {
      for (int to = 0; to < lines.length; to++) {
        int one = from;
        int other = to;
        boolean leaves = IntStream.of(some).anyMatch(s -> s == one);
        boolean arrives = IntStream.of(some).anyMatch(s -> s == other);
        if (leaves != arrives) {
          found.add(lines[from][to]);
        }
      }
    }
    return found;
  }

  /** Each of these makes a block, all at once. */
  void mineAtOnce(List<Member> miners) throws Exception {
    var calls = miners.stream().map(miner -> (Callable<Answer>) miner::mine).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(calls, 30, TimeUnit.SECONDS)) {
        assertThat(done.get().status()).as(done.get().body()).isEqualTo(201);
      }
    }
  }

  /**
   * Waits until all of these have the same head and nothing is pending.
   *
   * @param mining whether somebody has to be told to make the blocks for it
   */
  Head settle(List<Member> some, boolean mining) throws Exception {
    var looks = new int[1];
    Patience.until(
        "all agree",
        () -> {
          var heads = heads(some);
          boolean agree = heads.stream().map(Head::hash).distinct().count() == 1;
          var waiting = some.stream().filter(m -> heads.get(some.indexOf(m)).pending() > 0);
          var next = agree ? waiting.findFirst() : tieBreaker(some, ++looks[0]);
          if (mining && next.isPresent()) {
            next.get().mine();
          }
          return agree && heads.stream().allMatch(head -> head.pending() == 0);
        },
        () -> describe(some));
    return some.getFirst().head();
  }

  /** Among equals each stays with the block that it had first, until there is one more. */
  private static Optional<Member> tieBreaker(List<Member> some, int looks) {
    return looks % LOOKS_AT_A_TIE == 0 ? Optional.of(some.getFirst()) : Optional.empty();
  }

  private static List<Head> heads(List<Member> some) throws IOException, InterruptedException {
    var heads = new ArrayList<Head>();
    for (var member : some) {
      heads.add(member.head());
    }
    return heads;
  }

  private static String describe(List<Member> some) {
    return some.stream()
        .map(m -> told(m, "/api/v1/ledger") + "\n" + told(m, "/api/v1/peers") + m.process().log())
        .collect(Collectors.joining("\n"));
  }

  private static String told(Member member, String path) {
    try {
      return member.client().get(path).body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }

  /** Stops the nodes as a signal does, those that are still up, and looks into each database. */
  String stopAndCheck() throws Exception {
    for (var member : members) {
      if (member.process().isAlive()) {
        member.process().stop();
      }
    }
    var found = new ArrayList<String>();
    for (var member : members) {
      Invariants.check(member.database(), new RuleBook(genesis));
      found.add(
          "node %d (%s): %d blocks, %d beside them, %d changes of chain, %d dropped"
              .formatted(
                  member.number(),
                  member.database().kind(),
                  member.database().countOf("blocks"),
                  member.database().countOf("side_blocks"),
                  member.changesOfChain(),
                  member.database().countOf("dropped")));
    }
    return String.join("\n  ", found);
  }

  @Override
  public void close() throws IOException {
    for (var member : members) {
      member.client().close();
      member.process().close();
    }
    for (var row : lines) {
      for (var line : row) {
        if (line != null) {
          line.close();
        }
      }
    }
  }
}
