package org.ledgerstone.audit;

import java.util.List;
import java.util.Optional;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.web.Problem;

/**
 * A part of an export: blocks that follow one another, with their signatures checked.
 *
 * @param blocks none of which was here when the import began
 * @param skipped how many before them were
 * @param fault why nothing that comes behind them can be taken
 * @param end what the last line said, if this is the last part and nothing is wrong
 */
record ImportPage(
    List<PreparedBlock> blocks, long skipped, Optional<Problem> fault, Optional<ExportEnd> end) {

  boolean isLast() {
    return fault.isPresent() || end.isPresent();
  }
}
