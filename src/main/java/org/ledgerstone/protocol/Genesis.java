package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The parameters of a ledger, and the first block, which follows from them: whoever knows its hash
 * knows the rules.
 *
 * @param chain a number that tells ledgers of one name apart, 1 … 2^52
 * @param assets the assets, the native one first
 * @param reward what a block pays its miner, 0 … 10^20 units of the native asset
 * @param difficulty how many leading zero bits a block's hash has, 0 … 64
 * @param intervalMillis the least time between a block and its parent, in milliseconds
 * @param blockLimit the most transactions in a block, the reward included
 * @param operator whose signature moves the funds of named accounts
 * @param finalDepth how many blocks after it make a block final, 0 for never
 * @param miners who may make blocks, ascending; empty for anybody
 * @param time when the ledger begins
 * @param allocations the starting balances
 */
public record Genesis(
    String name,
    long chain,
    List<DeclaredAsset> assets,
    BigInteger reward,
    int difficulty,
    long intervalMillis,
    int blockLimit,
    Optional<Address> operator,
    Posts posts,
    boolean seedSignatures,
    int finalDepth,
    List<Address> miners,
    Time time,
    List<Share> allocations) {

  /**
   * An asset of the ledger.
   *
   * @param decimals how many digits are shown after the point, 0 … 36; for display only
   */
  public record DeclaredAsset(Asset asset, int decimals) {}

  /** A starting balance. */
  public record Share(Asset asset, Address to, Amount amount) {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}");
  private static final BigInteger REWARD_MAX = BigInteger.TEN.pow(20);
  private static final BigInteger ALLOCATED_MAX =
      BigInteger.TEN.pow(37).multiply(BigInteger.valueOf(5));

  /** Keeps its own copies; miners are put into ascending order. */
  public Genesis {
    assets = List.copyOf(assets);
    miners = miners.stream().sorted().toList();
    allocations = List.copyOf(allocations);
  }

  /** The ledger for learning that a node serves when it is told of no other. */
  public static Genesis standard() {
    return new Genesis(
        "ledgerstone",
        20261,
        List.of(new DeclaredAsset(new Asset("COIN"), 0)),
        BigInteger.TEN,
        16,
        1,
        10_000,
        Optional.empty(),
        Posts.ANY,
        true,
        0,
        List.of(),
        new Time(1_767_225_600_000L),
        List.of());
  }

  /** What is wrong with the parameters, one sentence; empty if nothing is. */
  public Optional<String> fault() {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("name: 1 to 63 letters, digits, blanks, points, hyphens, underscores");
    }
    if (chain < 1 || chain > 1L << 52) {
      return Optional.of("chain: 1 to 2^52");
    }
    if (reward.signum() < 0 || reward.compareTo(REWARD_MAX) > 0) {
      return Optional.of("reward: 0 to 10^20");
    }
    if (intervalMillis < 1 || intervalMillis > 86_400_000) {
      return Optional.of("interval: 1 to 86400000 milliseconds");
    }
    if (blockLimit < 2 || blockLimit > 100_000) {
      return Optional.of("blockLimit: 2 to 100000");
    }
    if (finalDepth < 0 || finalDepth > 1_000_000) {
      return Optional.of("finalDepth: 0 to 1000000");
    }
    return assetFault().or(this::minerFault).or(this::allocationFault).or(this::dataFault);
  }

  private Optional<String> assetFault() {
    if (assets.isEmpty() || assets.size() > 32) {
      return Optional.of("assets: 1 to 32");
    }
    if (assets.stream().anyMatch(a -> a.decimals() < 0 || a.decimals() > 36)) {
      return Optional.of("assets: decimals 0 to 36");
    }
    var codes = assets.stream().map(DeclaredAsset::asset).collect(Collectors.toSet());
    return codes.size() == assets.size()
        ? Optional.empty()
        : Optional.of("assets: each code only once");
  }

  private Optional<String> minerFault() {
    if (difficulty < 0 || difficulty > 64 || (difficulty == 0 && miners.isEmpty())) {
      return Optional.of("difficulty: 0 to 64, and 0 only with listed miners");
    }
    if (!miners.stream().allMatch(Address::isWallet)
        || new HashSet<>(miners).size() != miners.size()) {
      return Optional.of("miners: wallet accounts, each only once");
    }
    return operator.filter(o -> !o.isWallet()).map(o -> "operator: a wallet account");
  }

  private Optional<String> allocationFault() {
    var totals = new HashMap<Asset, BigInteger>();
    for (var share : allocations) {
      if (assets.stream().noneMatch(a -> a.asset().equals(share.asset()))) {
        return Optional.of("allocations: " + share.asset() + " is not among the assets");
      }
      totals.merge(share.asset(), share.amount().units(), BigInteger::add);
    }
    return totals.values().stream().anyMatch(total -> total.compareTo(ALLOCATED_MAX) > 0)
        ? Optional.of("allocations: of one asset at most 5 * 10^37 together")
        : Optional.empty();
  }

  private Optional<String> dataFault() {
    return TextKind.GENESIS_DATA
        .fault(data())
        .map(fault -> "the parameters as a text: it " + fault);
  }

  /** The canonical lines of the parameters, which genesis carries as its data. */
  public String data() {
    var lines = new StringBuilder("Genesis Block\nname ").append(name);
    lines.append("\nchain ").append(chain);
    for (var declared : assets) {
      lines.append("\nasset ").append(declared.asset()).append(' ').append(declared.decimals());
    }
    return lines
        .append("\nreward ")
        .append(reward)
        .append("\ndifficulty ")
        .append(difficulty)
        .append("\ninterval ")
        .append(intervalMillis)
        .append("\nblock-limit ")
        .append(blockLimit)
        .append("\noperator ")
        .append(operator.map(Address::text).orElse("-"))
        .append("\nposts ")
        .append(posts.name().toLowerCase(Locale.ROOT))
        .append("\nseed-signatures ")
        .append(seedSignatures ? "on" : "off")
        .append("\nfinal-depth ")
        .append(finalDepth)
        .append("\nminers ")
        .append(
            miners.isEmpty()
                ? "any"
                : miners.stream().map(Address::text).collect(Collectors.joining(" ")))
        .append("\n")
        .toString();
  }

  /** The first block. The same parameters always give the same block. */
  public SealedBlock block() {
    var transactions =
        IntStream.range(0, allocations.size())
            .mapToObj(i -> {
              var share = allocations.get(i);
              return Transaction.unsigned(
                  new Allocation(share.asset(), share.to(), share.amount(), i), time);
            })
            .toList();
    var header =
        new Header(
            1,
            Hash.ZERO,
            MerkleTree.EMPTY,
            time,
            Optional.empty(),
            transactions.size(),
            SealedBlock.merkleRoot(transactions),
            TextKind.commitment(data()),
            0,
            0);
    return new SealedBlock(header, Optional.empty(), data(), transactions);
  }
}
