package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/**
 * Shows that the anchor contract held a head of a ledger right after a block of Ethereum. What it
 * does not show: that this block counts on Ethereum, which whoever trusts its hash has to know, and
 * that the contract was not made with this head in it, which whoever names its address has to know.
 *
 * @param header the RLP of the block's header
 * @param contract where the anchor contract is
 * @param accountNodes the {@code accountProof} of {@code eth_getProof}
 * @param by who has anchored the head
 * @param ledger the genesis hash
 * @param indexNodes the {@code proof} of {@link AnchorContract#indexSlot}
 * @param headNodes the {@code proof} of the slot after it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record AnchorProof(
    byte[] header,
    Address contract,
    List<byte[]> accountNodes,
    Address by,
    Hash ledger,
    List<byte[]> indexNodes,
    List<byte[]> headNodes) {

  /**
   * What was anchored.
   *
   * @param block of Ethereum, right after which it was the newest
   * @param index of the head in its ledger
   * @param head its hash, which commits to every block before
   */
  public record Anchored(EthereumHeader block, long index, Hash head) {}

  /** Keeps its own copies of the lists. */
  public AnchorProof {
    accountNodes = List.copyOf(accountNodes);
    indexNodes = List.copyOf(indexNodes);
    headNodes = List.copyOf(headNodes);
  }

  /**
   * What the proof shows, or why it shows nothing. Nothing is thrown, whatever the bytes are.
   *
   * @param trusted the hash of the block of Ethereum, from elsewhere
   */
  public Proven<Anchored> judge(Word trusted) {
    return EthereumHeader.read(header, trusted)
        .then(block ->
            block
                .account(contract, accountNodes)
                .then(AnchorProof::withCode)
                .then(account -> anchored(block, account)));
  }

  private static Proven<EthereumStateAccount> withCode(EthereumStateAccount account) {
    return account.codeHash().equals(AnchorContract.CODE_HASH)
        ? Proven.shown(account)
        : EthereumFault.CODE_WRONG.because("the code there has the hash " + account.codeHash());
  }

  private Proven<Anchored> anchored(EthereumHeader block, EthereumStateAccount account) {
    Optional<Word> slot = AnchorContract.indexSlot(by, ledger);
    if (slot.isEmpty()) {
      return EthereumFault.ADDRESS_WRONG.plainly();
    }
    return account
        .slot(slot.get(), indexNodes)
        .then(AnchorProof::index)
        .then(index ->
            account
                .slot(slot.get().next(), headNodes)
                .then(head -> Proven.shown(new Anchored(block, index, head.hash()))));
  }

  private static Proven<Long> index(Word kept) {
    if (kept.equals(Word.ZERO)) {
      return EthereumFault.NOTHING_ANCHORED.plainly();
    }
    var index = kept.number();
    return index.bitLength() < Long.SIZE && index.longValueExact() <= Transfer.NONCE_MAX
        ? Proven.shown(index.longValueExact())
        : EthereumFault.INDEX_WRONG.because("the contract holds " + index);
  }
}
