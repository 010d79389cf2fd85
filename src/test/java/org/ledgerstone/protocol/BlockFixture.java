package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keys, small ledgers and signed orders to try rules on. The keys of alice, bob and the miner are
 * those of the vectors; every ledger here is mined in a few hashes.
 */
public final class BlockFixture {

  /** 0x11…11, who begins with 1000 COIN and 1000 GOLD. */
  public static final WalletKey ALICE = key(0x11);

  /** 0x22…22, who begins with 1000 COIN. */
  public static final WalletKey BOB = key(0x22);

  /** 0x33…33, who mines unless a test says otherwise. */
  public static final WalletKey MINER = key(0x33);

  /** 0x44…44, whose signature moves the funds of named accounts where a ledger names it. */
  public static final WalletKey OPERATOR = key(0x44);

  public static final Asset COIN = new Asset("COIN");
  public static final Asset GOLD = new Asset("GOLD");

  /** A named account that begins with 1000 COIN. */
  public static final Address TREASURY = new Address("treasury");

  private BlockFixture() {}

  /** The key whose 32 bytes are all this one, 1 … 255. */
  public static WalletKey key(int everyByte) {
    return WalletKey.parse(String.format("%02x", everyByte).repeat(32)).orElseThrow();
  }

  /** An open ledger of difficulty 4, the reward 10, an operator and the starting balances above. */
  public static Genesis genesis() {
    return genesis(draft -> {});
  }

  /** The same ledger but for what the change makes different. */
  public static Genesis genesis(Consumer<GenesisDraft> change) {
    var draft = new GenesisDraft();
    change.accept(draft);
    return draft.genesis();
  }

  /** The rules of the ledger that begins so. */
  public static Rules rules(Genesis genesis) {
    return new RuleBook(genesis).inForceAt(1);
  }

  /** The next block on a new ledger: it holds the reward and one transfer, and it is valid. */
  public static SealedBlock sealedBlock() {
    var chain = new ChainInMemory(genesis());
    return chain.next().with(transfer(chain.rules(), ALICE, BOB.address(), 3, 0)).block();
  }

  /** A numbered transfer of the native asset, signed by its sender. */
  public static Order transfer(Rules rules, WalletKey from, Address to, long amount, long nonce) {
    var transfer =
        new Transfer(
            rules.ledger(),
            rules.nativeAsset(),
            from.address(),
            to,
            Amount.of(amount),
            OptionalLong.of(nonce),
            0,
            "");
    return signed(rules, transfer, from);
  }

  /** The transfer with the key's signature: over its seed text where it has no nonce. */
  public static Order signed(Rules rules, Transfer transfer, WalletKey key) {
    return transfer.isSeedForm()
        ? new Order(
            transfer, Authorization.signed(Scheme.SEED_TEXT, key.sign(SeedText.digest(transfer))))
        : new Order(
            transfer,
            Authorization.signed(Scheme.TYPED_DATA, key.sign(rules.typedData().digest(transfer))));
  }

  /** The post with the key's signature. */
  public static Order signed(Rules rules, Post post, WalletKey key) {
    return new Order(
        post, Authorization.signed(Scheme.TYPED_DATA, key.sign(rules.typedData().digest(post))));
  }

  /** A post from nobody. */
  public static Order post(Rules rules, String content, String nonce) {
    return new Order(
        new Post(rules.ledger(), Optional.empty(), "Ann", content, nonce), Authorization.NONE);
  }

  /** The header with work that fits its difficulty and the key's seal, over what is handed in. */
  public static SealedBlock seal(
      Header header, WalletKey key, String data, List<Transaction> transactions) {
    var mined = ProofOfWork.mine(header, () -> false).orElseThrow();
    return new SealedBlock(mined, Optional.of(key.sign(mined.hash().bytes())), data, transactions);
  }
}
