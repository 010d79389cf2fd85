package org.ledgerstone.cli;

import java.util.concurrent.Callable;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.TextKind;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.WalletKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code block}: makes a whole block here, with the key at hand as miner, and hands it in. */
@Command(
    name = "block",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a block out of what is pending at the server: reads the chain, mines, seals with the"
          + " key and hands it in at POST /add_block/.",
      "The server needs no key for it, and this needs no access token where reading is open."
    })
final class MakeBlock implements Callable<Integer> {

  private static final int ATTEMPTS = 3;

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What to write into the block.")
  private String data = "";

  @Mixin private final KeyOptions keys;
  @Mixin private final ServerOptions servers;

  MakeBlock(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.keys = new KeyOptions(outside);
    this.servers = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    TextKind.DATA
        .fault(data)
        .ifPresent(fault -> {
          throw Failure.usage("--data: it " + fault + ".");
        });
    var block = handIn(servers.connect(), keys.key());
    var header = block.header();
    if (root.json()) {
      Words.say(
          spec,
          Json.object()
              .put("index", header.index())
              .put("hash", block.hash().toString())
              .put("transactionCount", header.count()));
    } else {
      Words.say(
          spec,
          "Block %d %s with %d transactions"
              .formatted(header.index(), block.hash(), header.count()));
    }
    return Exit.DONE.code();
  }

  /** Somebody else's block may come first: then the next one is made on top of it. */
  private SealedBlock handIn(Server server, WalletKey miner) {
    for (int attempt = 1; ; attempt++) {
      var facts = LedgerFacts.ask(server);
      var block = make(server, facts, miner);
      try {
        var key = OrderDesk.randomHex(outside.random());
        server.post("/add_block/", BlockJson.of(block), key);
        return block;
      } catch (Failure failure) {
        if (attempt == ATTEMPTS || stillHead(server, block.header().previous())) {
          throw failure;
        }
      }
    }
  }

  private SealedBlock make(Server server, LedgerFacts facts, WalletKey miner) {
    var headers = Headers.ask(server, facts.ledger());
    var rules = facts.rules(headers.since());
    var pending = PendingOrders.ask(server, facts.ledger(), rules.blockLimit());
    var plan = new BlockPlan(rules, headers, pending, data, Time.of(outside.clock().instant()));
    plan.fault(miner.address())
        .ifPresent(refused -> {
          throw Failure.refused(refused.code().name(), refused.detail());
        });
    return plan.make(miner);
  }

  private static boolean stillHead(Server server, Hash parent) {
    return LedgerFacts.ask(server).head().equals(parent);
  }
}
