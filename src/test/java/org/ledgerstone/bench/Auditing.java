package org.ledgerstone.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.ledgerstone.bench.Series.Spread;

/**
 * How quickly a node verifies everything from genesis on, asked over HTTP, beside bare recovery of
 * signers: once when it has just started, and once more when it is warm. The transfers are truly
 * signed ones.
 */
final class Auditing {

  private static final int ACCOUNTS = 10_000;
  private static final int BLOCKS = 3_000;
  private static final int EACH = 100;
  private static final int WARMING_UP = 5;

  /** So many in turns with bare recovery, since others use the machine too. */
  private static final int WARM = 5;

  private static final double TARGET = 0.7;

  private final Curves curves;
  private final World world;
  private final Map<String, DoubleStream.Builder> found = new LinkedHashMap<>();

  Auditing(Curves curves) {
    this.curves = curves;
    this.world = curves.world(ACCOUNTS);
  }

  void run() throws Exception {
    var recovery = new Recovery(world.wallets());
    recovery.run(curves.seconds());
    var ledger = curves.start("audited", world, "off");
    for (int i = 0; i < BLOCKS; i++) {
      ledger.admit(EACH);
      ledger.seal();
    }
    for (int turn = 0; turn < curves.turns(); turn++) {
      ledger.restart();
      verify(ledger, recovery, "just started");
      for (int i = 0; i < WARMING_UP; i++) {
        ledger.verify();
      }
      for (int i = 0; i < WARM; i++) {
        verify(ledger, recovery, "warm");
      }
    }
    curves.say(
        "%,d transfers in blocks of %d, verified from genesis on with everything compared:\n"
            .formatted(BLOCKS * EACH, EACH));
    found.forEach((name, figures) -> {
      var spread = Spread.of(figures.build());
      curves.say(
          "%s: %.2f (%.2f to %.2f)"
              .formatted(name, spread.median(), spread.least(), spread.most()));
      if (name.endsWith(" / recovery")) {
        curves.say(Curves.mark("verifying, " + name, spread.median(), TARGET, true));
      }
    });
    curves.check(ledger);
    curves.drop(ledger);
  }

  private void verify(MeasuredLedger ledger, Recovery recovery, String name)
      throws IOException, InterruptedException {
    double bare = recovery.run(curves.seconds()).perSecond();
    var before = ledger.cpu();
    double seconds = ledger.verify() / 1e9;
    var used = ledger.cpu().minus(before);
    double transfers = BLOCKS * EACH;
    add(name + ", per second", transfers / seconds);
    add(name + " / recovery", transfers / seconds / bare);
    add(name + ", service's CPU, us", used.service() * 1e6 / transfers);
    add(name + ", database's CPU, us", used.database() * 1e6 / transfers);
  }

  private void add(String name, double figure) {
    found.computeIfAbsent(name, n -> DoubleStream.builder()).add(figure);
  }
}
