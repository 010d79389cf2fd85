package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The rules in force at some block: what its children and their transactions are judged by. */
public final class Rules {

  private final Hash ledger;
  private final Genesis parameters;
  private final List<Asset> assets;
  private final TypedData typedData;

  /**
   * The rules that these parameters give.
   *
   * @param ledger the genesis hash
   */
  public Rules(Hash ledger, Genesis parameters) {
    this.ledger = ledger;
    this.parameters = parameters;
    this.assets = parameters.assets().stream().map(Genesis.DeclaredAsset::asset).toList();
    this.typedData = new TypedData(ledger, assets);
  }

  /** The genesis hash, which names the ledger. */
  public Hash ledger() {
    return ledger;
  }

  /** The typed data of this ledger. */
  public TypedData typedData() {
    return typedData;
  }

  /** The asset that is mined. */
  public Asset nativeAsset() {
    return assets.getFirst();
  }

  /** Whether the ledger declares this asset. */
  public boolean declares(Asset asset) {
    return assets.contains(asset);
  }

  /** All assets, the native one first. */
  public List<Asset> assets() {
    return assets;
  }

  /** By how much a block makes the total of an asset grow: the reward, or 0. */
  public BigInteger growthPerBlock(Asset asset) {
    return asset.equals(nativeAsset()) ? parameters.reward() : BigInteger.ZERO;
  }

  /** What a block pays its miner; empty where it pays nothing. */
  public Optional<Amount> reward() {
    return parameters.reward().signum() == 0
        ? Optional.empty()
        : Optional.of(new Amount(parameters.reward()));
  }

  /** How many leading zero bits a block's hash has. */
  public int difficulty() {
    return parameters.difficulty();
  }

  /** The least time between a block and its parent, in milliseconds. */
  public long intervalMillis() {
    return parameters.intervalMillis();
  }

  /** The most transactions in a block, the reward included. */
  public int blockLimit() {
    return parameters.blockLimit();
  }

  /** Whose signature moves the funds of named accounts. */
  public Optional<Address> operator() {
    return parameters.operator();
  }

  /** Which posts are taken. */
  public Posts posts() {
    return parameters.posts();
  }

  /** Whether seed-text signatures are taken. */
  public boolean seedSignatures() {
    return parameters.seedSignatures();
  }

  /** How many blocks after it make a block final, 0 for never. */
  public int finalDepth() {
    return parameters.finalDepth();
  }

  /** Who may make blocks, ascending; empty for anybody. */
  public List<Address> miners() {
    return parameters.miners();
  }

  /** How many blocks a listed miner must let pass after one of its own: ⌊n/2⌋ (EIP-225). */
  public int restOfAMiner() {
    return miners().size() / 2;
  }

  /** When the ledger began. */
  public Time since() {
    return parameters.time();
  }

  /** Who has to sign what moves the funds of this account; empty where nobody can. */
  public Optional<Address> signerFor(Address account) {
    return account.isWallet() ? Optional.of(account) : operator();
  }
}
