package org.ledgerstone.ledger.http;

import java.util.List;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Forks;
import org.ledgerstone.ledger.Head;
import org.ledgerstone.ledger.OneChain;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.ledger.Transactions;
import org.ledgerstone.protocol.RuleBook;
import org.springframework.stereotype.Component;

/** Reads what is new since the last look: of one chain, and no block a second time. */
@Component
class NewsReading {

  private final OneChain oneChain;
  private final Chain chain;
  private final Forks forks;
  private final Transactions transactions;
  private final EventText text;
  private final EventId genesis;

  NewsReading(
      OneChain oneChain,
      Chain chain,
      Forks forks,
      Transactions transactions,
      EventText text,
      RuleBook rules) {
    this.oneChain = oneChain;
    this.chain = chain;
    this.forks = forks;
    this.transactions = transactions;
    this.text = text;
    this.genesis = new EventId(1, rules.ledger());
  }

  /** How it is now, given how it was. */
  News after(RecentBlocks before) {
    return oneChain.read(() -> read(before));
  }

  /** How it is now, and where this block has left the chain, if it has. */
  News.OfFork find(EventId id, RecentBlocks before) {
    return oneChain.read(() -> {
      // First, so that what is read then goes at least as far.
      var fork = forks.newestCommon(id.hash()).map(EventId::of).orElse(genesis);
      return new News.OfFork(read(before), fork);
    });
  }

  private News read(RecentBlocks before) {
    return new News(recent(before), transactions.pendingCount());
  }

  private RecentBlocks recent(RecentBlocks before) {
    var head = chain.head();
    if (before.isEmpty() || head.index() - before.head().id().index() >= RecentBlocks.MAX) {
      return anew(head);
    }
    var last = before.head().id();
    if (head.hash().equals(last.hash())) {
      return before;
    }
    var more = told(chain.blocks(last.index() + 1, RecentBlocks.MAX));
    return !more.isEmpty() && more.getFirst().parent().equals(last) ? before.and(more) : anew(head);
  }

  private RecentBlocks anew(Head head) {
    long from = Math.max(1, head.index() - RecentBlocks.MAX + 1);
    return RecentBlocks.of(told(chain.blocks(from, RecentBlocks.MAX)));
  }

  private List<ToldBlock> told(List<StoredBlock> blocks) {
    return blocks.stream().map(text::block).toList();
  }
}
