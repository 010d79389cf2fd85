package org.ledgerstone.ledger;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.stereotype.Component;

/**
 * Reads several things that belong together without a lock. What was read while the chain was
 * replaced may be parts of two chains; then it fits nowhere, and that is no fault of the tables.
 */
@Component
public class OneChain {

  private final HeadTable heads;

  OneChain(HeadTable heads) {
    this.heads = heads;
  }

  /** What is read of one chain, read again where that was replaced meanwhile. */
  public <T> T read(Supplier<T> reading) {
    while (true) {
      long replaced = heads.read().replaced();
      var answer = attempt(() -> Optional.of(reading.get()));
      if (answer.isPresent() && heads.read().replaced() == replaced) {
        return answer.get();
      }
    }
  }

  /**
   * Does what reads first and then, under a lock, sees by itself whether the chain is still the
   * same.
   *
   * @return empty if it says so, or if it has to be done again because nothing fitted
   */
  <T> Optional<T> attempt(Supplier<Optional<T>> work) {
    long replaced = heads.read().replaced();
    try {
      return work.get();
    } catch (BrokenLedgerException
        | IncorrectResultSizeDataAccessException
        | NoSuchElementException e) {
      if (heads.read().replaced() == replaced) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
