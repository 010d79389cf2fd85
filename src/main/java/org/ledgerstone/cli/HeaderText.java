package org.ledgerstone.cli;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Time;

/** Reads a header back from its canonical text. */
final class HeaderText {

  private static final String HASH = "([0-9a-f]{64})";
  private static final Pattern FORM =
      Pattern.compile(
          "ledgerstone block 1\nindex ([0-9]{1,16})\nprevious "
              + HASH
              + "\nhistory "
              + HASH
              + "\ntime ([^\n]+)\nminer (-|0x[0-9a-f]{40})\ntransactions ([0-9]{1,9}) "
              + HASH
              + "\ndata (-|[0-9a-f]{64})\ndifficulty ([0-9]{1,2})\nnonce ([0-9]{1,20})\n");

  private HeaderText() {}

  /** The header of exactly this text; empty if it is no header's. */
  static Optional<Header> parse(String text) {
    var lines = FORM.matcher(text);
    if (!lines.matches()) {
      return Optional.empty();
    }
    try {
      var header =
          new Header(
              Long.parseLong(lines.group(1)),
              hash(lines.group(2)),
              hash(lines.group(3)),
              Time.parse(lines.group(4)).orElseThrow(),
              Address.parse(lines.group(5)).filter(Address::isWallet),
              Integer.parseInt(lines.group(6)),
              hash(lines.group(7)),
              lines.group(8),
              Integer.parseInt(lines.group(9)),
              Long.parseUnsignedLong(lines.group(10)));
      return Optional.of(header).filter(h -> h.text().equals(text));
    } catch (NumberFormatException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static Hash hash(String digits) {
    return Hash.parse(digits).orElseThrow();
  }
}
