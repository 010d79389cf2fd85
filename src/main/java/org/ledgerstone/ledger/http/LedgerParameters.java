package org.ledgerstone.ledger.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.web.Problem;

/** Reads parameters of a query that only make sense on this ledger. */
final class LedgerParameters {

  private static final int HASHES_MAX = 64;

  private LedgerParameters() {}

  /** The asset, if the ledger has it. */
  static Asset declared(Asset asset, Rules rules) {
    if (!rules.declares(asset)) {
      throw Refusals.problem(
          Refusal.ASSET_UNKNOWN.because("This ledger has no asset " + asset + "."));
    }
    return asset;
  }

  /** A block's index. */
  static long blockIndex(String text, String name) {
    if (!text.matches("[1-9][0-9]{0,15}")) {
      throw Problem.malformed(name + ": a block's index, 1 or more, is expected.");
    }
    return Long.parseLong(text);
  }

  /** Hashes of blocks, separated by commas. */
  static List<Hash> hashes(String text, String name) {
    var parts = text.split(",", HASHES_MAX + 1);
    var hashes = Arrays.stream(parts).map(Hash::parse).flatMap(Optional::stream).toList();
    if (parts.length > HASHES_MAX || hashes.size() < parts.length) {
      throw Problem.malformed(
          name + ": 1 to " + HASHES_MAX + " hashes of 64 lower-case hex digits are expected.");
    }
    return hashes;
  }
}
