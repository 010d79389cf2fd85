package org.ledgerstone.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Time;

/** The parameters of a ledger for tests, one by one; begins with a small ledger of one miner. */
public final class TestGenesis {

  private String name = "test";
  private List<String> assets = List.of("COIN", "PTS");
  private long reward = 10;
  private int difficulty;
  private long intervalMillis = 1;
  private int blockLimit = 10_000;
  private Optional<Address> operator = Optional.of(TestKeys.wallet(2));
  private Posts posts = Posts.ANY;
  private boolean seedSignatures = true;
  private List<Address> miners = List.of(TestKeys.wallet(1));
  private final List<Genesis.Share> allocations = new ArrayList<>();

  /** What tells this ledger from others. */
  public TestGenesis name(String text) {
    name = text;
    return this;
  }

  /** The codes of the assets, the native one first. */
  public TestGenesis assets(String... codes) {
    assets = List.of(codes);
    return this;
  }

  /** What a block pays, 0 for nothing. */
  public TestGenesis reward(long units) {
    reward = units;
    return this;
  }

  /** The zero bits of a block. */
  public TestGenesis difficulty(int bits) {
    difficulty = bits;
    return this;
  }

  /** The least time between a block and its parent. */
  public TestGenesis interval(long millis) {
    intervalMillis = millis;
    return this;
  }

  /** The most transactions in a block. */
  public TestGenesis blockLimit(int transactions) {
    blockLimit = transactions;
    return this;
  }

  /** Who signs for named accounts. */
  public TestGenesis operator(Optional<Address> account) {
    operator = account;
    return this;
  }

  /** Which posts are taken. */
  public TestGenesis posts(Posts kinds) {
    posts = kinds;
    return this;
  }

  /** Whether seed texts are taken. */
  public TestGenesis seedSignatures(boolean on) {
    seedSignatures = on;
    return this;
  }

  /** Who may make blocks; nobody for anybody. */
  public TestGenesis miners(Address... accounts) {
    miners = List.of(accounts);
    return this;
  }

  /** One more starting balance. */
  public TestGenesis allocate(String asset, Address to, long units) {
    allocations.add(new Genesis.Share(new Asset(asset), to, Amount.of(units)));
    return this;
  }

  /** The parameters. */
  public Genesis build() {
    return new Genesis(
        name,
        1,
        assets.stream().map(code -> new Genesis.DeclaredAsset(new Asset(code), 2)).toList(),
        BigInteger.valueOf(reward),
        difficulty,
        intervalMillis,
        blockLimit,
        operator,
        posts,
        seedSignatures,
        0,
        miners,
        new Time(1_767_225_600_000L),
        allocations);
  }

  /** The parameters as a file that a node starts with. */
  public static Path file(Genesis genesis) {
    try {
      return Files.writeString(Files.createTempFile("genesis", ".yaml"), yaml(genesis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parameters as the text of such a file. */
  public static String yaml(Genesis genesis) {
    var text = new StringBuilder();
    text.append("name: \"").append(genesis.name()).append("\"\n");
    text.append("chain: ").append(genesis.chain()).append("\nassets:\n");
    for (var asset : genesis.assets()) {
      text.append("  - {code: ").append(asset.asset());
      text.append(", decimals: ").append(asset.decimals()).append("}\n");
    }
    text.append("reward: ").append(genesis.reward());
    text.append("\ndifficulty: ").append(genesis.difficulty());
    text.append("\ninterval: ").append(genesis.intervalMillis());
    text.append("\nblockLimit: ").append(genesis.blockLimit());
    text.append("\noperator: ").append(genesis.operator().map(o -> "\"" + o + "\"").orElse("null"));
    text.append("\nposts: ").append(genesis.posts().name().toLowerCase(Locale.ROOT));
    text.append("\nseedSignatures: ").append(genesis.seedSignatures());
    text.append("\nfinalDepth: ").append(genesis.finalDepth());
    text.append("\nminers: ").append(genesis.miners().stream().map(m -> "\"" + m + "\"").toList());
    text.append("\ntime: ").append(genesis.time()).append("\nallocations:");
    text.append(genesis.allocations().isEmpty() ? " []\n" : "\n");
    for (var share : genesis.allocations()) {
      text.append("  - {asset: ").append(share.asset()).append(", to: \"").append(share.to());
      text.append("\", amount: ").append(share.amount()).append("}\n");
    }
    return text.toString();
  }
}
