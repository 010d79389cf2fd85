package org.ledgerstone.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Posts;
import org.ledgerstone.protocol.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code init}: the files of a new ledger, for more than learning. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes genesis.yaml and .env of a new ledger, and wallet.key unless there is a key.",
      "The wallet is the ledger's operator and only miner; the account \"treasury\" holds"
          + " everything at first. Overwrites nothing."
    })
final class Init implements Callable<Integer> {

  private static final Address TREASURY = new Address("treasury");
  private static final int SECRET_BYTES = 32;
  private static final int CHAIN_BITS = 52;

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "",
      description = "Where to (default: here). Made if it is not there.")
  private Path directory = Path.of("");

  @Option(
      names = "--name",
      defaultValue = "ledger",
      description = "The ledger's name (default: ${DEFAULT-VALUE}).")
  private String name = "ledger";

  @Option(
      names = "--asset",
      paramLabel = "CODE",
      defaultValue = "COIN",
      description = "What is counted (default: ${DEFAULT-VALUE}).")
  private Asset asset = new Asset("COIN");

  @Option(
      names = "--decimals",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many digits are shown after the point (default: ${DEFAULT-VALUE}).")
  private int decimals;

  @Option(
      names = "--supply",
      paramLabel = "UNITS",
      defaultValue = "100000000",
      description = "How many smallest units there are (default: ${DEFAULT-VALUE}).")
  private Amount supply = Amount.of(100_000_000);

  @Mixin private final InitWallet wallet;

  Init(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.wallet = new InitWallet(outside);
  }

  @Override
  public Integer call() {
    var place = outside.directory().resolve(directory);
    var genesisFile = place.resolve("genesis.yaml");
    var settingsFile = place.resolve(".env");
    refuseExisting(genesisFile, settingsFile);
    var key = wallet.find(place);
    var genesis = genesis(key.address());
    genesis
        .fault()
        .ifPresent(fault -> {
          throw Failure.usage(fault + ".");
        });
    make(place);
    wallet.keep(place, key);
    NewFile.write(genesisFile, GenesisText.of(genesis));
    NewFile.writeSecret(settingsFile, settings());
    report(genesis, key.address(), place);
    return Exit.DONE.code();
  }

  private static void refuseExisting(Path... files) {
    for (var file : files) {
      if (Files.exists(file)) {
        throw Failure.file(file + " exists already and is left as it is.");
      }
    }
  }

  private static void make(Path place) {
    try {
      Files.createDirectories(place.toAbsolutePath());
    } catch (IOException e) {
      throw Failure.file("The folder " + place + " cannot be made.");
    }
  }

  private Genesis genesis(Address wallet) {
    return new Genesis(
        name,
        new BigInteger(CHAIN_BITS, outside.random()).longValueExact() + 1,
        List.of(new Genesis.DeclaredAsset(asset, decimals)),
        BigInteger.ZERO,
        0,
        1000,
        10_000,
        Optional.of(wallet),
        Posts.SIGNED,
        false,
        100,
        List.of(wallet),
        Time.of(outside.clock().instant()),
        List.of(new Genesis.Share(asset, TREASURY, supply)));
  }

  private String settings() {
    var secret = new byte[SECRET_BYTES];
    outside.random().nextBytes(secret);
    return """
    # The settings of this ledger's node. Keep the file to yourself: it holds a secret.
    LEDGER_GENESIS=genesis.yaml
    # Whoever reads needs a token: "ledgerstone token --scope reader" makes one. Other nodes name
    # theirs in LEDGER_PEER_TOKENS.
    LEDGER_READ=token
    # Seals when something is pending.
    LEDGER_BLOCK_INTERVAL=1s
    # Signs the tokens.
    LEDGER_SECRET_KEY=%s
    """
            .formatted(HexFormat.of().formatHex(secret))
        + wallet.setting();
  }

  private void report(Genesis genesis, Address address, Path place) {
    var hash = genesis.block().hash().toString();
    if (root.json()) {
      Words.say(
          spec,
          Json.object()
              .put("genesis", hash)
              .put("address", address.shown())
              .put("directory", place.toAbsolutePath().normalize().toString()));
      return;
    }
    Words.say(
        spec,
        "The ledger " + genesis.name() + " begins with the genesis hash",
        hash,
        "Operator and miner: " + address.shown(),
        "Written: genesis.yaml, .env"
            + wallet.written()
            + " in "
            + place.toAbsolutePath().normalize(),
        "Next, in that folder:",
        "  ledgerstone                   starts the server",
        "  ledgerstone token             makes an admin's token; keep it in LEDGER_TOKEN",
        "  ledgerstone balance treasury  shows what there is",
        "Keep a copy of the key and of genesis.yaml: neither can be made again.");
  }
}
