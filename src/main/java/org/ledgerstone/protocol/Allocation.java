package org.ledgerstone.protocol;

/**
 * Gives out a starting balance; stands in genesis only.
 *
 * @param position its place in genesis, from 0
 */
public record Allocation(Asset asset, Address to, Amount amount, int position) implements Content {

  @Override
  public String contentText() {
    return "ledgerstone allocation 1\nasset "
        + asset
        + "\nto "
        + to
        + "\namount "
        + amount
        + "\nposition "
        + position
        + "\n";
  }
}
