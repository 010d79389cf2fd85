package org.ledgerstone.simulation;

import java.util.function.Consumer;
import org.ledgerstone.ledger.BlockAppended;
import org.ledgerstone.ledger.ChainReplaced;
import org.ledgerstone.ledger.TransactionsAccepted;
import org.springframework.context.event.EventListener;

/** What a node's ledger tells while it runs, for whoever follows it. */
final class Events {

  private volatile Consumer<Object> follower = event -> {};

  /** From now on this one is told, by the thread that has it to tell. */
  void follow(Consumer<Object> consumer) {
    follower = consumer;
  }

  @EventListener
  void appended(BlockAppended event) {
    follower.accept(event);
  }

  @EventListener
  void replaced(ChainReplaced event) {
    follower.accept(event);
  }

  @EventListener
  void accepted(TransactionsAccepted event) {
    follower.accept(event);
  }
}
