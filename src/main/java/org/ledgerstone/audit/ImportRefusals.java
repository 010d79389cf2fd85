package org.ledgerstone.audit;

import org.ledgerstone.ledger.Refusals;
import org.ledgerstone.protocol.BlockRefused;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.web.Problem;

/** Why an export is not imported, or no more of it. */
final class ImportRefusals {

  private ImportRefusals() {}

  /** 409: it is the export of another ledger. */
  static Problem otherLedger(Hash theirs, Hash ours) {
    return new Problem(
        409,
        Refusal.OTHER_LEDGER.name(),
        "The export is of another ledger.",
        "Its genesis is " + theirs + ", the one here " + ours + ".");
  }

  /** 409: there are blocks missing between the head and the file. */
  static Problem gap(long from, long headIndex) {
    return new Problem(
        409,
        "IMPORT_GAP",
        "Blocks are missing before those of the export.",
        "It begins with block %d, and the chain here ends with block %d. Import what is between them first, or an export from=1."
            .formatted(from, headIndex));
  }

  /** 409: the chain here is another one. */
  static Problem otherChain(long index, Hash theirs) {
    return new Problem(
        409,
        "IMPORT_OTHER_CHAIN",
        "The export is of another chain than the one here.",
        "Its block %d is %s, which is not the one here. Import into an empty ledger, or let both meet as peers."
            .formatted(index, theirs));
  }

  /** 409: somebody else has added blocks. */
  static Problem overtaken(long index) {
    return new Problem(
        409,
        "IMPORT_OVERTAKEN",
        "Other blocks came while the export was being read.",
        "Block %d no longer follows the head. Stop sealing here, and import again."
            .formatted(index));
  }

  /** What is said of a line that cannot be taken. */
  static Problem atLine(long line, Problem problem) {
    return saying(problem, "Line " + line + ": " + problem.detail());
  }

  /** What is said of a block that breaks a rule. */
  static Problem atBlock(long index, BlockRefused refused) {
    var problem = Refusals.problem(refused);
    return saying(problem, "Block " + index + " was refused: " + problem.detail());
  }

  /** The same refusal, with how far the import has come. */
  static Problem having(long headIndex, Problem problem) {
    return saying(
        problem, problem.detail() + " The chain here now ends with block " + headIndex + ".");
  }

  private static Problem saying(Problem problem, String detail) {
    return new Problem(problem.status(), problem.code(), problem.title(), detail);
  }
}
