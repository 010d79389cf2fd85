package org.ledgerstone.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is around every page.
 *
 * @param ledger the ledger's name
 * @param genesis its genesis hash, which tells it from all others; empty where it is not told
 * @param path of the page, with its query: where a form leads back to
 * @param admin whether the controls of an admin are shown
 * @param seen what of the ledger's events the page shows already; null if it does not hear of them
 */
record Frame(String ledger, String genesis, String path, boolean admin, @Nullable Seen seen) {

  /**
   * Where events go on for a page.
   *
   * @param position the id of the newest block's event
   * @param pending how many transactions are pending
   */
  record Seen(String position, long pending) {}

  /** The frame for somebody who may not be told what the ledger holds. */
  static Frame tellingNothing(String path) {
    return new Frame("Ledgerstone", "", path, false, null);
  }

  /** Whether the page hears of news. */
  public boolean live() {
    return seen != null;
  }

  /** The genesis hash, shortened. */
  public String genesisShort() {
    return Shortened.hash(genesis);
  }

  /** Which part of the page's menu this is: the first step of the path. */
  public String part() {
    var steps = path.split("[/?]", 3);
    return Optional.of(steps).filter(s -> s.length > 1).map(s -> s[1]).orElse("");
  }
}
