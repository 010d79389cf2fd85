package org.ledgerstone.protocol;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a block's hash covers.
 *
 * @param index 1 for genesis
 * @param previous the hash of the parent, zeros for genesis
 * @param history the root of the tree over the hashes of all blocks before
 * @param miner who made the block; empty for genesis
 * @param count the number of transactions
 * @param merkleRoot the root over the transactions' leaves
 * @param data the hash of the block's data, or {@code -} when there is none
 * @param difficulty how many leading zero bits the hash must have
 * @param nonce what mining varies; an unsigned 64-bit number
 */
public record Header(
    long index,
    Hash previous,
    Hash history,
    Time time,
    Optional<Address> miner,
    int count,
    Hash merkleRoot,
    String data,
    int difficulty,
    long nonce) {

  private static final Pattern FORM =
      Pattern.compile(
          """
          ledgerstone block 1
          index (?<index>[0-9]{1,16})
          previous (?<previous>[0-9a-f]{64})
          history (?<history>[0-9a-f]{64})
          time (?<time>[0-9A-Z:.-]{24})
          miner (?<miner>-|0x[0-9a-f]{40})
          transactions (?<count>[0-9]{1,9}) (?<root>[0-9a-f]{64})
          data (?<data>-|[0-9a-f]{64})
          difficulty (?<difficulty>[0-9]{1,9})
          nonce (?<nonce>[0-9]{1,20})
          """);

  /** The canonical lines, each ended by one LF. */
  public String text() {
    return textBeforeNonce() + Long.toUnsignedString(nonce) + "\n";
  }

  /** The canonical text up to the digits of the nonce: what stays the same while mining. */
  String textBeforeNonce() {
    return "ledgerstone block 1\nindex "
        + index
        + "\nprevious "
        + previous
        + "\nhistory "
        + history
        + "\ntime "
        + time
        + "\nminer "
        + miner.map(Address::text).orElse("-")
        + "\ntransactions "
        + count
        + " "
        + merkleRoot
        + "\ndata "
        + data
        + "\ndifficulty "
        + difficulty
        + "\nnonce ";
  }

  /**
   * The header that a text is of. What comes back has exactly this text.
   *
   * @return empty unless it is the canonical text of a header
   */
  public static Optional<Header> parse(String text) {
    var fields = FORM.matcher(text);
    if (!fields.matches()) {
      return Optional.empty();
    }
    try {
      var miner = fields.group("miner");
      var header =
          new Header(
              Long.parseLong(fields.group("index")),
              Hash.parse(fields.group("previous")).orElseThrow(),
              Hash.parse(fields.group("history")).orElseThrow(),
              Time.parse(fields.group("time")).orElseThrow(),
              miner.equals("-") ? Optional.empty() : Optional.of(new Address(miner)),
              Integer.parseInt(fields.group("count")),
              Hash.parse(fields.group("root")).orElseThrow(),
              fields.group("data"),
              Integer.parseInt(fields.group("difficulty")),
              Long.parseUnsignedLong(fields.group("nonce")));
      return Optional.of(header).filter(h -> h.text().equals(text));
    } catch (NumberFormatException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /** The block's hash: the SHA-256 of {@link #text()}. */
  public Hash hash() {
    return Hash.ofText(text());
  }

  /** The same header with another nonce. */
  public Header withNonce(long other) {
    return new Header(
        index, previous, history, time, miner, count, merkleRoot, data, difficulty, other);
  }
}
