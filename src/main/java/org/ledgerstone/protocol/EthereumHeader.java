package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A block of Ethereum, as far as a proof needs it; {@link #read} holds it against its hash.
 *
 * @param hash the Keccak-256 of the header
 * @param number counted from Ethereum's genesis
 * @param timeSeconds what its maker dated it, in seconds since 1970
 * @param stateRoot the root over all accounts right after it
 */
public record EthereumHeader(Word hash, long number, long timeSeconds, Word stateRoot) {

  /** Later kinds of headers have more fields at the end, never fewer (Yellow Paper, 4.3). */
  private static final int FIELDS_MIN = 15;

  private static final int STATE_ROOT = 3;
  private static final int LOGS_BLOOM = 6;
  private static final int NUMBER = 8;
  private static final int TIME = 11;

  private static final int BLOOM_BYTES = 256;

  /**
   * The block with this header.
   *
   * @param header its RLP, as {@code debug_getRawHeader} gives it
   * @param trusted the block's hash, from elsewhere: a proof is worth as much as this
   */
  public static Proven<EthereumHeader> read(byte[] header, Word trusted) {
    var hash = Word.keccak(header);
    return hash.equals(trusted)
        ? Rlp.decodeList(header)
            .flatMap(fields -> read(hash, fields))
            .map(Proven::shown)
            .orElseGet(EthereumFault.HEADER_MALFORMED::plainly)
        : EthereumFault.HEADER_HASH_WRONG.because("the header has " + hash + ", not " + trusted);
  }

  private static Optional<EthereumHeader> read(Word hash, List<Rlp> fields) {
    if (!looksLikeHeader(fields)) {
      return Optional.empty();
    }
    var number = small(fields.get(NUMBER));
    var time = small(fields.get(TIME));
    var stateRoot = fields.get(STATE_ROOT).word();
    return number.isPresent() && time.isPresent() && stateRoot.isPresent()
        ? Optional.of(new EthereumHeader(hash, number.get(), time.get(), stateRoot.get()))
        : Optional.empty();
  }

  /** A hash names bytes of any kind, a node of a trie too, which may be mistaken for a block's. */
  private static boolean looksLikeHeader(List<Rlp> fields) {
    return fields.size() >= FIELDS_MIN
        && fields.stream().allMatch(field -> field.text().isPresent())
        && fields.get(LOGS_BLOOM).text().filter(bloom -> bloom.length == BLOOM_BYTES).isPresent();
  }

  private static Optional<Long> small(Rlp field) {
    return field
        .number(Long.BYTES)
        .filter(number -> number.bitLength() < Long.SIZE)
        .map(number -> number.longValueExact());
  }

  /**
   * What was at the address right after this block.
   *
   * @param nodes the {@code accountProof} of {@code eth_getProof}
   */
  public Proven<EthereumStateAccount> account(Address address, List<byte[]> nodes) {
    return address
        .walletBytes()
        .map(bytes -> PatriciaProof.value(stateRoot, Keccak.hash(bytes), nodes))
        .orElseGet(EthereumFault.ADDRESS_WRONG::plainly)
        .then(EthereumHeader::found);
  }

  private static Proven<EthereumStateAccount> found(Optional<byte[]> value) {
    return value.map(EthereumStateAccount::read).orElseGet(EthereumFault.ACCOUNT_MISSING::plainly);
  }
}
