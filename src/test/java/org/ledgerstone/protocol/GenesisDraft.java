package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a small ledger, each of which a test can make different. */
public final class GenesisDraft {

  public String name = "fixture";
  public long chain = 7;
  public List<Genesis.DeclaredAsset> assets =
      new ArrayList<>(
          List.of(
              new Genesis.DeclaredAsset(BlockFixture.COIN, 0),
              new Genesis.DeclaredAsset(BlockFixture.GOLD, 2)));
  public BigInteger reward = BigInteger.TEN;
  public int difficulty = 4;
  public long intervalMillis = 1000;
  public int blockLimit = 300;
  public Optional<Address> operator = Optional.of(BlockFixture.OPERATOR.address());
  public Posts posts = Posts.ANY;
  public boolean seedSignatures = true;
  public int finalDepth = 0;
  public List<Address> miners = List.of();
  public Time time = Time.parse("2026-01-01T00:00:00.000Z").orElseThrow();
  public List<Genesis.Share> allocations =
      new ArrayList<>(
          List.of(
              share(BlockFixture.COIN, BlockFixture.ALICE.address()),
              share(BlockFixture.GOLD, BlockFixture.ALICE.address()),
              share(BlockFixture.COIN, BlockFixture.BOB.address()),
              share(BlockFixture.COIN, BlockFixture.TREASURY)));

  private static Genesis.Share share(Asset asset, Address to) {
    return new Genesis.Share(asset, to, Amount.of(1000));
  }

  public Genesis genesis() {
    return new Genesis(
        name,
        chain,
        assets,
        reward,
        difficulty,
        intervalMillis,
        blockLimit,
        operator,
        posts,
        seedSignatures,
        finalDepth,
        miners,
        time,
        allocations);
  }
}
