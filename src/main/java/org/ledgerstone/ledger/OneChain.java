package org.ledgerstone.ledger;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads several things that belong together without a lock. What was read while the chain was
 * replaced may be parts of two chains; then it fits nowhere, and that is no fault of the tables.
 */
@Component
public class OneChain {

  private final HeadTable heads;
  private final TransactionTemplate reading;

  OneChain(HeadTable heads, PlatformTransactionManager transactions) {
    this.heads = heads;
    this.reading = new TransactionTemplate(transactions);
    this.reading.setReadOnly(true);
  }

  /** What is read of one chain, read again where that was replaced meanwhile. */
  public <T> T read(Supplier<T> reads) {
    Optional<T> answer;
    do {
      answer =
          attempt(replaced -> {
            var read = Objects.requireNonNull(reading.execute(status -> reads.get()));
            return heads.read().replaced() == replaced ? Optional.of(read) : Optional.empty();
          });
    } while (answer.isEmpty());
    return answer.get();
  }

  /**
   * Does what reads first and then, under a lock, sees by itself whether the chain is still the
   * same.
   *
   * @return empty if it says so, or if it has to be done again because nothing fitted
   */
  <T> Optional<T> attempt(Supplier<Optional<T>> work) {
    return attempt(replaced -> work.get());
  }

  private <T> Optional<T> attempt(LongFunction<Optional<T>> work) {
    long replaced = heads.read().replaced();
    try {
      return work.apply(replaced);
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
