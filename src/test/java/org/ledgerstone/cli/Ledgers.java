package org.ledgerstone.cli;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Time;

/** Two ledgers to try commands on. */
final class Ledgers {

  static final Asset COIN = new Asset("COIN");
  static final Asset PTS = new Asset("PTS");

  private Ledgers() {}

  /** Anybody mines, seed signatures count, and Alice has 100. */
  static Genesis open() {
    return ledger(8, BigInteger.TEN, Optional.empty(), true, List.of(), COIN, PTS);
  }

  /** The miner is operator and only miner; no reward. */
  static Genesis listed() {
    var miner = address(Terminal.MINER);
    return ledger(0, BigInteger.ZERO, Optional.of(miner), false, List.of(miner), PTS, COIN);
  }

  private static Genesis ledger(
      int difficulty,
      BigInteger reward,
      Optional<Address> operator,
      boolean seedSignatures,
      List<Address> miners,
      Asset first,
      Asset second) {
    return new Genesis(
        "trial",
        7,
        List.of(new Genesis.DeclaredAsset(first, 2), new Genesis.DeclaredAsset(second, 0)),
        reward,
        difficulty,
        1000,
        4,
        operator,
        Posts.SIGNED,
        seedSignatures,
        0,
        miners,
        Time.parse("2026-11-01T00:00:00.000Z").orElseThrow(),
        List.of(
            new Genesis.Share(first, address(Terminal.ALICE), Amount.of(100)),
            new Genesis.Share(second, address(Terminal.ALICE), Amount.of(50)),
            new Genesis.Share(first, address("treasury"), Amount.of(1000))));
  }

  static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }
}
