package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.SealOutcome;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestKeys;
import org.ledgerstone.testing.TestLedger;

/** Ledgers to export from and to import into, and doing so. */
final class Exports {

  private static final Address RICH = TestKeys.wallet(3);
  private static final Address TREASURY = new Address("treasury");

  private Exports() {}

  /** Two assets, a named account, posts and seed texts. */
  static TestGenesis genesis() {
    return new TestGenesis()
        .allocate("COIN", RICH, 1_000_000)
        .allocate("PTS", RICH, 1_000)
        .allocate("COIN", TREASURY, 1_000);
  }

  /** So many blocks, with every kind of transaction in them. */
  static void grow(TestLedger ledger, int blocks) {
    for (int i = 0; i < blocks; i++) {
      long nonce = ledger.get(Chain.class).head().index() - 1;
      var receiver = TestKeys.wallet(10 + (int) (nonce % 5));
      ledger.admit(ledger.signed("COIN", TestKeys.key(3), receiver, 5, nonce));
      ledger.admit(ledger.signed("PTS", TestKeys.key(3), TREASURY, 1, nonce));
      var named = ledger.transfer("COIN", TREASURY, new Address("user:" + nonce % 3), 2, nonce);
      ledger.admit(ledger.signed(named, TestKeys.key(2)));
      var seed = ledger.transfer("COIN", RICH, receiver, 100 + nonce, 0);
      ledger.admit(ledger.seedForm(seed, TestKeys.key(3)));
      ledger.admit(
          ledger.signed(
              new Post(ledger.rules().ledger(), Optional.of(RICH), "Ann", "Grüße 🦉", "n" + nonce),
              TestKeys.key(3)));
      seal(ledger);
    }
  }

  static void seal(TestLedger ledger) {
    assertThat(ledger.seal()).isInstanceOf(SealOutcome.Sealed.class);
  }

  static byte[] export(TestLedger ledger) {
    return export(ledger, 1);
  }

  static byte[] export(TestLedger ledger, long from) {
    var bytes = new ByteArrayOutputStream();
    write(ledger, from, bytes);
    return bytes.toByteArray();
  }

  static void write(TestLedger ledger, long from, OutputStream out) {
    try {
      var export = ledger.get(Export.class);
      export.write(export.from(from), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImportReport take(TestLedger ledger, byte[] zipped) {
    return ledger.get(Import.class).take(new ByteArrayInputStream(zipped));
  }
}
