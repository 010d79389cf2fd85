package org.ledgerstone.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.ledgerstone.bench.Series.Spread;

/**
 * How quickly a node takes over the chain of another on the same machine, beside bare recovery of
 * signers: when it has just started, the second time, and when it is warm. Then how quickly a third
 * imports the same blocks from a file.
 */
final class CatchUp {

  private static final int ACCOUNTS = 10_000;
  private static final int BLOCKS = 1_000;
  private static final int EACH = 100;

  /** As many transfers, in fewer blocks, to warm up with. */
  private static final int WARMING_UP = 3;

  private static final int FEWER = 10;
  private static final double HALF = 0.5;

  private final Curves curves;
  private final World world;
  private final Map<String, DoubleStream.Builder> found = new LinkedHashMap<>();

  CatchUp(Curves curves) {
    this.curves = curves;
    this.world = curves.world(ACCOUNTS);
  }

  void run() throws Exception {
    var recovery = new Recovery(world.wallets());
    recovery.run(curves.seconds());
    var source = curves.start("source", world, "off");
    lengthen(source, BLOCKS, EACH);
    for (int turn = 0; turn < curves.turns(); turn++) {
      var follower = curves.start("follower" + turn, world, "off");
      double begun = catchUp(follower, source, recovery, "just started");
      var importer = curves.start("importer" + turn, world, "off");
      take(importer, source, 1, "just started", begun);
      lengthen(source, BLOCKS, EACH);
      catchUp(follower, source, recovery, "second time");
      for (int i = 0; i < WARMING_UP; i++) {
        lengthen(source, BLOCKS / FEWER, EACH * FEWER);
        follower.catchUpWith(source);
      }
      importer.importFrom(source, importer.tables().blocks() + 1);
      long next = source.tables().blocks() + 1;
      lengthen(source, BLOCKS, EACH);
      double warm = catchUp(follower, source, recovery, "warm");
      take(importer, source, next, "warm", warm);
      for (var ledger : List.of(follower, importer)) {
        if (!ledger.tables().head().equals(source.tables().head())) {
          throw new IOException(ledger.name() + " has another head");
        }
        curves.drop(ledger);
      }
    }
    curves.say(
        "%,d transfers in blocks of %d, caught up with over HTTP, one node beside the other:\n"
            .formatted(BLOCKS * EACH, EACH));
    found.forEach((name, figures) -> {
      var spread = Spread.of(figures.build());
      curves.say(
          "%s: %.2f (%.2f to %.2f)"
              .formatted(name, spread.median(), spread.least(), spread.most()));
      if (name.equals("warm / recovery")) {
        curves.say(Curves.mark("catching up / recovery", spread.median(), HALF, true));
      }
      if (name.equals("warm, import / catching up")) {
        curves.say(Curves.mark("import / catching up", spread.median(), HALF, true));
      }
    });
    curves.check(source);
    curves.drop(source);
  }

  private static void lengthen(MeasuredLedger source, int blocks, int each) throws IOException {
    for (int i = 0; i < blocks; i++) {
      source.admit(each);
      source.seal();
    }
  }

  private double catchUp(
      MeasuredLedger follower, MeasuredLedger source, Recovery recovery, String name)
      throws Exception {
    var bare = recovery.run(curves.seconds());
    long before = follower.tables().transactions();
    var followersCpu = follower.cpu();
    double sourcesCpu = source.cpu().service();
    double seconds = follower.catchUpWith(source) / 1e9;
    double transfers = follower.tables().transactions() - before;
    var used = follower.cpu().minus(followersCpu);
    add(name + ", per second", transfers / seconds);
    add(name + " / recovery", transfers / seconds / bare.perSecond());
    add(name + ", bare recovery's CPU, us", bare.cpu().generator() * 1e6 / bare.count());
    add(name + ", follower's CPU, us", used.service() * 1e6 / transfers);
    add(name + ", database's CPU, us", used.database() * 1e6 / transfers);
    add(name + ", source's CPU, us", (source.cpu().service() - sourcesCpu) * 1e6 / transfers);
    return transfers / seconds;
  }

  private void take(
      MeasuredLedger importer, MeasuredLedger source, long from, String name, double catchingUp)
      throws Exception {
    long before = importer.tables().transactions();
    var cpu = importer.cpu();
    double seconds = importer.importFrom(source, from) / 1e9;
    double transfers = importer.tables().transactions() - before;
    var used = importer.cpu().minus(cpu);
    add(name + ", import, per second", transfers / seconds);
    add(name + ", import / catching up", transfers / seconds / catchingUp);
    add(name + ", importer's CPU, us", used.service() * 1e6 / transfers);
  }

  private void add(String name, double figure) {
    found.computeIfAbsent(name, n -> DoubleStream.builder()).add(figure);
  }
}
