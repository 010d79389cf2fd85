package org.ledgerstone.protocol;

/**
 * Pays the miner of a block in the native asset: the first transaction of every block after
 * genesis.
 *
 * @param ledger the genesis hash
 * @param block the index of the block that it stands in
 */
public record Reward(Hash ledger, Asset asset, Address to, Amount amount, long block)
    implements Content {

  @Override
  public String contentText() {
    return "ledgerstone reward 1\nledger "
        + ledger
        + "\nasset "
        + asset
        + "\nto "
        + to
        + "\namount "
        + amount
        + "\nblock "
        + block
        + "\n";
  }
}
