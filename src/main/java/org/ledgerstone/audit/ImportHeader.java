package org.ledgerstone.audit;

import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;

/**
 * What an export says of itself in its first line.
 *
 * @param genesis the ledger's name
 * @param from the index of its first block
 * @param headIndex the index of its last block
 * @param head the hash of its last block
 */
record ImportHeader(Hash genesis, long from, long headIndex, Hash head) {

  private static final int BYTES_MAX = 1000;

  /**
   * Reads the line.
   *
   * @throws Problem 400 {@code MALFORMED}
   */
  static ImportHeader read(byte[] line) {
    if (line.length <= BYTES_MAX && StrictJson.read(line) instanceof JsonObject json) {
      json.only("ledgerstone", "version", "genesis", "from", "head");
      if (!json.text("ledgerstone").equals(ExportJson.KIND)
          || json.wholeNumber("version", Transfer.NONCE_MAX) != ExportJson.VERSION) {
        throw Problem.malformed("This is no export of version " + ExportJson.VERSION + ".");
      }
      var head = json.object("head").only("index", "hash");
      var read =
          new ImportHeader(
              hash(json, "genesis"), index(json, "from"), index(head, "index"), hash(head, "hash"));
      if (read.from < 1 || read.from > read.headIndex) {
        throw json.refused("from", "is 1 to the index of the head.");
      }
      return read;
    }
    throw Problem.malformed("The first line has to be an object that says what the export is.");
  }

  static Hash hash(JsonObject json, String name) {
    return Hash.parse(json.text(name))
        .orElseThrow(() -> json.refused(name, "is 64 lower-case hex digits."));
  }

  static long index(JsonObject json, String name) {
    return json.wholeNumber(name, Transfer.NONCE_MAX);
  }
}
