package org.ledgerstone.ledger.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Problem;

/** How an event names a block, so that whoever has heard of it can go on after it. */
record EventId(long index, Hash hash) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,15})-([0-9a-f]{64})");

  static EventId of(StoredBlock block) {
    return new EventId(block.header().index(), block.hash());
  }

  /**
   * Reads what a client hands back.
   *
   * @throws Problem 400 {@code EVENT_ID_INVALID} if it can be none of ours
   */
  static EventId parse(String text) {
    var parts = FORM.matcher(text);
    return Optional.of(parts)
        .filter(found -> found.matches())
        .flatMap(found -> Hash.parse(found.group(2)))
        .map(hash -> new EventId(Long.parseLong(parts.group(1)), hash))
        .orElseThrow(EventId::invalid);
  }

  private static Problem invalid() {
    return Problem.malformed(
        "EVENT_ID_INVALID",
        "An event's id is a block's index, a hyphen and its hash in 64 lower-case hex digits.");
  }

  @Override
  public String toString() {
    return index + "-" + hash;
  }
}
