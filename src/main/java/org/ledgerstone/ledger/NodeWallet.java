package org.ledgerstone.ledger;

import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.protocol.WalletKey;

/** The node's own key: it receives the rewards, seals blocks and signs what an admin asks for. */
public final class NodeWallet {

  private final WalletKey key;

  NodeWallet(WalletKey key) {
    this.key = key;
  }

  /** The node's wallet account. */
  public Address address() {
    return key.address();
  }

  /** Whether this key can move the funds of that account under these rules. */
  public boolean canSignFor(Address account, Rules rules) {
    return rules.signerFor(account).filter(address()::equals).isPresent();
  }

  /** The transfer with this node's signature. */
  public Order sign(Transfer transfer, Rules rules) {
    return signed(transfer, rules.typedData().digest(transfer));
  }

  /** The post with this node's signature. */
  public Order sign(Post post, Rules rules) {
    return signed(post, rules.typedData().digest(post));
  }

  private Order signed(Content content, byte[] digest) {
    return new Order(content, Authorization.signed(Scheme.TYPED_DATA, key.sign(digest)));
  }

  /** A draft of the transfer, signed once the writer has chosen its nonce. */
  public Draft draft(Transfer unnumbered, Rules rules) {
    return new Draft() {
      @Override
      public AccountId sender() {
        return new AccountId(unnumbered.from(), unnumbered.asset());
      }

      @Override
      public Order at(long nonce) {
        return sign(unnumbered.numbered(nonce), rules);
      }
    };
  }

  Signature sign(byte[] digest) {
    return key.sign(digest);
  }

  @Override
  public String toString() {
    return "NodeWallet[" + address().shown() + "]";
  }
}
