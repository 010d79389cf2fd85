package org.ledgerstone.protocol;

/** An account of the state: one asset of one address. */
public record AccountId(Address address, Asset asset) {

  // Written out because maps of accounts ask for these more than for anything else.

  @Override
  public boolean equals(Object other) {
    return other instanceof AccountId(var itsAddress, var itsAsset)
        && address.equals(itsAddress)
        && asset.code().equals(itsAsset.code());
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + asset.code().hashCode();
  }
}
