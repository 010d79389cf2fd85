package org.ledgerstone.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;

/** How the rates change as something grows: one curve after the other. */
final class Growth {

  private static final String RATE = "transfers per second";
  private static final double FLAT = 1.25;

  /** So few that no transfers are needed to fund them: the first chain is to be short. */
  private static final int CHAIN_ACCOUNTS = 10_000;

  private static final int WARMUP_BLOCKS = 20;
  private static final int BLOCKS_MAX = 50;
  private static final int SEALED_PER_TURN = 5_000;

  private final Curves curves;
  private final Options options;

  Growth(Curves curves) {
    this.curves = curves;
    this.options = curves.options();
  }

  /** Draws all of them. */
  void run() throws Exception {
    curves.say(
        "\nGrowth: medians of %d turns of %.0f s\n".formatted(curves.turns(), curves.seconds()));
    if (options.hasCurve("batch-size") || options.hasCurve("hot-account")) {
      var world = curves.world(options.accounts());
      var ledger = curves.start("growth", world, options.blockInterval);
      curves.warmUp(ledger);
      batchSizes(ledger);
      hotShares(ledger);
      curves.check(ledger);
      curves.drop(ledger);
    }
    if (options.hasCurve("block-size")) {
      blockSizes();
    }
    if (options.hasCurve("accounts")) {
      accounts();
    }
    if (options.hasCurve("catch-up")) {
      new CatchUp(curves).run();
    }
    if (options.hasCurve("audit")) {
      new Auditing(curves).run();
    }
    if (options.hasCurve("proofs")) {
      new Proving(curves).run();
    }
    if (options.hasCurve("chain")) {
      new LongChains(curves, curves.world(Math.min(options.accounts(), CHAIN_ACCOUNTS))).run();
    }
  }

  private void batchSizes(MeasuredLedger ledger) throws Exception {
    if (ledger.takesBatches() && options.hasCurve("batch-size")) {
      curves.draw(
          "batch-size",
          new Curves.Axes("Transfers by size of the batch", "transfers in a batch", RATE, true),
          curves.byTurns(
              List.of(1L, 10L, 100L, 1_000L, 10_000L),
              size -> curves.rate(ledger, Traffic.UNIFORM, (int) size, curves.seconds())));
    }
  }

  private void hotShares(MeasuredLedger ledger) throws Exception {
    if (options.hasCurve("hot-account")) {
      curves.draw(
          "hot-account",
          new Curves.Axes(
              "Transfers by share of one receiver", "share of the one receiver (%)", RATE, false),
          curves.byTurns(
              List.of(0L, 25L, 50L, 75L, 100L),
              share ->
                  curves.rate(
                      ledger, Traffic.hotReceiver((int) share), options.batch, curves.seconds())));
    }
  }

  /** Sealing alone: the pool is filled before the clock starts. Nobody seals the funding here. */
  private void blockSizes() throws Exception {
    var world = curves.world(Math.min(options.accounts(), World.SHARES_MAX));
    var ledger = curves.start("sealing", world, "off");
    if (ledger.takesBatches()) {
      for (int i = 0; i < WARMUP_BLOCKS; i++) {
        ledger.admit(options.batch);
        ledger.seal();
      }
      var sizes =
          LongStream.of(10, 100, 1_000, 10_000).filter(n -> n <= options.blockLimit).boxed();
      var micros = curves.byTurns(sizes.toList(), size -> sealMicros(ledger, (int) size));
      curves.draw(
          "block-size",
          new Curves.Axes(
              "Sealing by size of the block", "transfers in a block", "µs per transfer", true),
          micros);
      var spread = micros.values().stream().mapToDouble(Series.Spread::median).summaryStatistics();
      curves.say(
          Curves.mark(
              "sealing a transfer, dearest / cheapest",
              spread.getMax() / spread.getMin(),
              FLAT,
              false));
    }
    curves.check(ledger);
    curves.drop(ledger);
  }

  private static double sealMicros(MeasuredLedger ledger, int size) throws IOException {
    int blocks = Math.clamp(SEALED_PER_TURN / size, 2, BLOCKS_MAX);
    long nanos = 0;
    for (int i = 0; i < blocks; i++) {
      ledger.admit(size);
      nanos += ledger.seal();
    }
    return nanos / 1e3 / blocks / size;
  }

  private void accounts() throws Exception {
    var found = new LinkedHashMap<Long, Series.Spread>();
    for (long count = 1_000; count <= options.accountsMax; count *= 10) {
      var ledger =
          curves.start("accounts" + count, curves.world((int) count), options.blockInterval);
      curves.warmUp(ledger);
      found.putAll(curves.byTurns(List.of(count), n -> curves.rate(ledger)));
      curves.check(ledger);
      curves.drop(ledger);
    }
    curves.draw(
        "accounts",
        new Curves.Axes("Transfers by number of accounts", "accounts", RATE, true),
        found);
  }
}
