package org.ledgerstone.protocol;

import java.util.List;

/** What a block is judged against: the chain up to its parent, and the state that it leaves. */
public interface Ancestors {

  /** The parent's header. */
  Header parent();

  /** The parent's hash, for who knows it without asking the header. */
  default Hash parentHash() {
    return parent().hash();
  }

  /** The root of the tree over the hashes of all ancestors, the parent included. */
  Hash historyRoot();

  /** The miners of the newest blocks, the parent's first; fewer where the chain is shorter. */
  List<Address> latestMiners(int count);

  /** What an account holds after the parent, and the nonce it has come to. */
  Standing standing(AccountId account);

  /** Whether a transaction of this id stands in an ancestor. */
  boolean holds(Hash transactionId);
}
