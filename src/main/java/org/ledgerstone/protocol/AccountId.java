package org.ledgerstone.protocol;

/** An account of the state: one asset of one address. */
public record AccountId(Address address, Asset asset) {

  // Written out: what a record makes of itself takes twice as long, and the ledger asks for it
  // some twenty times a transfer.

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof AccountId id && address.equals(id.address) && asset.equals(id.asset));
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + asset.hashCode();
  }
}
