package org.ledgerstone.cli;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;

/** Makes signed orders out of options, and asks the server for what they leave open. */
final class OrderDesk {

  /** Stands where the first document's text names neither ledger nor asset. */
  private static final Asset ANY_ASSET = new Asset("ANY");

  private final OrderOptions options;
  private final WalletKey key;
  private final Supplier<Server> server;
  private final SecureRandom random;
  private @Nullable LedgerFacts facts;

  OrderDesk(OrderOptions options, WalletKey key, Supplier<Server> server, SecureRandom random) {
    this.options = options;
    this.key = key;
    this.server = server;
    this.random = random;
  }

  /** Signs; each time anew, so that a nonce that was asked for is the next one. */
  SignedOrder sign() {
    var from = options.from.orElse(key.address());
    if (from.isWallet() && !from.equals(key.address())) {
      throw Failure.file(
          "The key at hand is that of " + key.address().shown() + ", not of --from.");
    }
    if (options.isPost()) {
      return SignedOrder.of(post(from), key);
    }
    return options.seed ? SignedOrder.ofSeed(seed(from), key) : SignedOrder.of(transfer(from), key);
  }

  /**
   * Makes sure that the server keeps the ledger that is meant, and that the key can sign for it.
   */
  void checkWithServer() {
    var known = facts();
    if (options.ledger.isPresent() && !options.ledger.get().equals(known.ledger())) {
      throw Failure.refused(
          "OTHER_LEDGER", "This server keeps the ledger " + known.ledger() + ", not --ledger.");
    }
    boolean named = options.from.isPresent() && !options.from.get().isWallet();
    if (named && !known.operator().equals(Optional.of(key.address()))) {
      throw Failure.file("Only the operator's key moves named accounts, and this is another.");
    }
  }

  private Post post(Address from) {
    return new Post(
        ledger(),
        Optional.of(from),
        options.author.orElseThrow(),
        options.content.orElseThrow(),
        options.nonce.orElseGet(() -> randomHex(random)));
  }

  private Transfer transfer(Address from) {
    var asset = options.asset.orElseGet(() -> facts().nativeAsset());
    return new Transfer(
        ledger(),
        asset,
        from,
        other(from),
        options.amount.orElseThrow(),
        OptionalLong.of(options.nonce.map(Long::parseLong).orElseGet(() -> next(from, asset))),
        options.until,
        options.memo.orElse(""));
  }

  private Transfer seed(Address from) {
    return new Transfer(
        Hash.ZERO,
        ANY_ASSET,
        from,
        other(from),
        options.amount.orElseThrow(),
        OptionalLong.empty(),
        0,
        "");
  }

  private Address other(Address from) {
    var to = options.to.orElseThrow();
    if (to.equals(from)) {
      throw Failure.usage("Sender and receiver are the same.");
    }
    return to;
  }

  private long next(Address from, Asset asset) {
    var account = server.get().get("/api/v1/accounts/" + from.text() + "?asset=" + asset);
    return account.number("nextNonce");
  }

  private Hash ledger() {
    return options.ledger.orElseGet(() -> facts().ledger());
  }

  private LedgerFacts facts() {
    var known = facts;
    if (known == null) {
      known = LedgerFacts.ask(server.get());
      facts = known;
    }
    return known;
  }

  /** 32 hex digits that nobody has drawn before. */
  static String randomHex(SecureRandom random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
