package org.ledgerstone.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A transfer while it is being written: 5 COIN from alice to bob, which is fine. Each part can be
 * made wrong.
 */
public final class TransferDraft {

  private final Rules rules;

  public Hash ledger;
  public Asset asset = BlockFixture.COIN;
  public Address from = BlockFixture.ALICE.address();
  public Address to = BlockFixture.BOB.address();
  public long amount = 5;
  public OptionalLong nonce = OptionalLong.of(0);
  public long until = 0;
  public String memo = "";
  public WalletKey signer = BlockFixture.ALICE;

  /** The scheme that is named instead of the one that fits. */
  public Optional<Scheme> scheme = Optional.empty();

  public TransferDraft(Rules rules) {
    this.rules = rules;
    this.ledger = rules.ledger();
  }

  public Transfer transfer() {
    return new Transfer(ledger, asset, from, to, Amount.of(amount), nonce, until, memo);
  }

  /** The transfer with its signer's signature. */
  public Order order() {
    var transfer = transfer();
    var signed = BlockFixture.signed(rules, transfer, signer);
    var signature = signed.authorization().signature();
    return new Order(
        transfer, new Authorization(scheme.orElse(signed.authorization().scheme()), signature));
  }
}
