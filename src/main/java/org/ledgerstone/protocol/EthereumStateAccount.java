package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What Ethereum's state has at an address (Yellow Paper, 4.1).
 *
 * @param nonce how many transactions a wallet has sent, or contracts a contract has made
 * @param balance in wei
 * @param storageRoot the root over what a contract keeps
 * @param codeHash the Keccak-256 of the code, of no bytes for a wallet
 */
public record EthereumStateAccount(
    BigInteger nonce, BigInteger balance, Word storageRoot, Word codeHash) {

  private static final int FIELDS = 4;

  /** Reads an account as the state trie has it. */
  static Proven<EthereumStateAccount> read(byte[] encoded) {
    return Rlp.decodeList(encoded)
        .filter(fields -> fields.size() == FIELDS)
        .flatMap(EthereumStateAccount::read)
        .map(Proven::shown)
        .orElseGet(EthereumFault.ACCOUNT_MALFORMED::plainly);
  }

  private static Optional<EthereumStateAccount> read(List<Rlp> fields) {
    var nonce = fields.get(0).number(Long.BYTES);
    var balance = fields.get(1).number(Word.LENGTH);
    var storageRoot = fields.get(2).word();
    var codeHash = fields.get(3).word();
    return nonce.isPresent()
            && balance.isPresent()
            && storageRoot.isPresent()
            && codeHash.isPresent()
        ? Optional.of(
            new EthereumStateAccount(nonce.get(), balance.get(), storageRoot.get(), codeHash.get()))
        : Optional.empty();
  }

  /**
   * What the contract here keeps in a slot; zero where it keeps nothing.
   *
   * @param nodes the {@code proof} of this slot in {@code storageProof} of {@code eth_getProof}
   */
  public Proven<Word> slot(Word slot, List<byte[]> nodes) {
    return PatriciaProof.value(storageRoot, Keccak.hash(slot.bytes()), nodes)
        .then(value -> value.map(EthereumStateAccount::word).orElse(Proven.shown(Word.ZERO)));
  }

  /** Zero is not stored, so it cannot be written out. */
  private static Proven<Word> word(byte[] encoded) {
    return Rlp.decode(encoded)
        .flatMap(value -> value.number(Word.LENGTH))
        .filter(number -> number.signum() > 0)
        .map(number -> Proven.shown(Word.ofNumber(number)))
        .orElseGet(EthereumFault.SLOT_MALFORMED::plainly);
  }
}
