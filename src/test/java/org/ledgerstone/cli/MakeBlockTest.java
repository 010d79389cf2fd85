package org.ledgerstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;

/** {@code block}, judged by the protocol's rules on the other side. */
class MakeBlockTest {

  private static final Time NOW = Time.of(Terminal.NOW);
  private static final WalletKey ALICE = WalletKey.parse(Terminal.ALICE_KEY).orElseThrow();
  private static final WalletKey MINER = WalletKey.parse(Terminal.MINER_KEY).orElseThrow();

  @TempDir private Path directory;

  private Terminal terminal(FakeServer server) throws IOException {
    return Terminal.in(directory).withKey(Terminal.MINER_KEY).with("LEDGER_URL", server.url());
  }

  /** What nobody but time can refuse. */
  private static void pend(FakeServer server, long nonce, long until, Time accepted) {
    var rules = server.rules();
    var transfer =
        new Transfer(
            rules.ledger(),
            rules.nativeAsset(),
            ALICE.address(),
            Ledgers.address("users:bob"),
            Amount.of(1),
            OptionalLong.of(nonce),
            until,
            "for " + nonce);
    var signature = ALICE.sign(rules.typedData().digest(transfer));
    server.pool.add(
        new Order(transfer, Authorization.signed(Scheme.TYPED_DATA, signature))
            .acceptedAt(accepted));
  }

  @Test
  void makesBlocksThatTheRulesTake() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      var terminal = terminal(server);
      var first = terminal.run("block", "--data", "Hello world!");
      assertEquals(0, first.code(), first.err());
      assertEquals("Hello world!", server.chain.head().data());
      for (long nonce = 0; nonce < 5; nonce++) {
        pend(server, nonce, 0, NOW);
      }
      // The limit is four, the reward included; the interval dates the third block ahead.
      assertEquals(4, terminal.run("block", "--json").json().path("transactionCount").asInt());
      assertEquals(0, terminal.run("block").code());
      assertEquals(List.of(), server.pool);
      assertEquals(4, server.chain.parent().index());
      assertEquals(NOW.plusMillis(2000), server.chain.parent().time());
      var miner = new AccountId(MINER.address(), Ledgers.COIN);
      assertEquals("30", server.chain.standing(miner).spendable().toString());
    }
  }

  @Test
  void namesTheFirstDocumentsKeys() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      terminal(server).run("block", "--data", "é");
      var sent = Json.read(server.posts().getFirst().body());
      assertEquals("POST /add_block/", server.posts().getFirst().call());
      assertEquals(2, sent.path("index").asInt());
      assertEquals(sent.path("previousHash"), sent.path("previous_hash"));
      assertEquals(sent.path("time"), sent.path("timestamp"));
      assertEquals("é", sent.path("data").asString());
      assertEquals(server.chain.head().hash().toString(), sent.path("hash").asString());
      assertTrue(sent.path("nonce").isString());
    }
  }

  @Test
  void makesBlocksOfAListedMiner() throws IOException {
    try (var server = new FakeServer(Ledgers.listed())) {
      var terminal = terminal(server);
      var nothing = terminal.run("block");
      assertEquals(1, nothing.code());
      assertTrue(nothing.err().startsWith("NOTHING_TO_SEAL"), nothing.err());
      assertEquals(0, terminal.run("send --from treasury --to x --amount 1".split(" ")).code());
      assertEquals(0, terminal.run("send --author Ann --content Hi".split(" ")).code());
      var said = terminal.run("block");
      assertEquals(0, said.code(), said.err());
      assertEquals(2, server.chain.head().transactions().size());
    }
  }

  @Test
  void doesNotMineForAMinerWhoIsNotListed() throws IOException {
    try (var server = new FakeServer(Ledgers.listed())) {
      var terminal = terminal(server).withKey(Terminal.ALICE_KEY);
      terminal.run("send --to x --amount 1".split(" "));
      var said = terminal.run("block");
      assertEquals(1, said.code());
      assertTrue(said.err().startsWith("MINER_NOT_LISTED"), said.err());
      assertEquals(1, server.posts().size());
    }
  }

  @Test
  void leavesOutWhatHasEndedAndWhatBuildsOnIt() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      pend(server, 0, 0, NOW);
      pend(server, 1, Terminal.NOW.getEpochSecond() - 1, NOW);
      pend(server, 2, 0, NOW);
      assertEquals(0, terminal(server).run("block").code());
      assertEquals(2, server.chain.head().transactions().size());
    }
  }

  @Test
  void datesABlockNoEarlierThanItsTransactions() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      pend(server, 0, 0, NOW.plusMillis(5000));
      pend(server, 1, 0, NOW.plusMillis(500_000));
      assertEquals(0, terminal(server).run("block").code());
      assertEquals(NOW.plusMillis(5000), server.chain.parent().time());
      assertEquals(2, server.chain.head().transactions().size());
    }
  }

  @Test
  void beginsAgainOnTopOfAnothersBlock() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      server.beforeBlock = () -> server.append(anothers(server));
      var said = terminal(server).run("block");
      assertEquals(0, said.code(), said.err());
      assertEquals(3, server.chain.parent().index());
      assertEquals(Optional.of(MINER.address()), server.chain.parent().miner());
    }
  }

  private static SealedBlock anothers(FakeServer server) {
    var time = new Time(NOW.millis() - 60_000);
    return new BlockPlan(server.rules(), server.chain, List.of(), "", time).make(ALICE);
  }

  @Test
  void tellsWhyABlockIsRefused() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      // Sealed for a sender who has nothing.
      for (long nonce = 0; nonce < 2; nonce++) {
        pend(server, nonce + 7, 0, NOW);
      }
      var said = terminal(server).run("block");
      assertEquals(1, said.code());
      assertTrue(said.err().contains("can be applied in order"), said.err());
    }
  }

  @Test
  void doesNotBelieveAChainThatDoesNotLinkUp() throws IOException {
    try (var server = new FakeServer(Ledgers.open())) {
      server.append(anothers(server));
      server.chain.blocks.set(0, Genesis.standard().block());
      assertEquals(3, terminal(server).run("block").code());
    }
  }

  @Test
  void refusesDataThatNoBlockMayHold() throws IOException {
    Files.createDirectories(directory);
    var terminal = Terminal.in(directory).withKey(Terminal.MINER_KEY).offline();
    assertEquals(2, terminal.run("block", "--data", "a\u0000b").code());
    assertEquals(2, terminal.run("block", "--data", "x".repeat(1001)).code());
  }
}
