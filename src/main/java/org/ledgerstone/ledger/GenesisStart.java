package org.ledgerstone.ledger;

import java.util.List;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.StateChange;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes genesis into an empty database, and refuses a database that began with another one. Checks
 * that the head is the block that it says.
 */
@Component
class GenesisStart implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(GenesisStart.class);

  private final TransactionTemplate transactions;
  private final HeadTable heads;
  private final AdmissionsTable admissions;
  private final PoolTable pool;
  private final BlockRows blocks;
  private final ChainTable chain;
  private final ChainReader reader;
  private final StandingTable standings;
  private final HistoryTable history;
  private final Durability durability;
  private final RuleBook rules;
  private volatile boolean running;

  GenesisStart(
      PlatformTransactionManager transactions,
      HeadTable heads,
      AdmissionsTable admissions,
      PoolTable pool,
      BlockRows blocks,
      ChainTable chain,
      ChainReader reader,
      StandingTable standings,
      HistoryTable history,
      Durability durability,
      RuleBook rules) {
    this.transactions = new TransactionTemplate(transactions);
    this.heads = heads;
    this.admissions = admissions;
    this.pool = pool;
    this.blocks = blocks;
    this.chain = chain;
    this.reader = reader;
    this.standings = standings;
    this.history = history;
    this.durability = durability;
    this.rules = rules;
  }

  /** When nothing refuses the start any more, and before anybody can call. */
  @Override
  public void start() {
    if (heads.find().isEmpty()) {
      write(rules.genesis().block());
    }
    check();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 0;
  }

  private void write(SealedBlock genesis) {
    try {
      transactions.executeWithoutResult(status -> {
        int last = genesis.transactions().size();
        heads.start(genesis.hash(), last);
        admissions.start(last);
        var change =
            StateChange.of(
                genesis.transactions(), account -> Standing.NEW, genesis.header().time());
        var rows = ChainWriter.behind(0, genesis.transactions(), 1);
        pool.record(rows);
        chain.place(List.of(new FittingBlock(genesis, change)), rows);
        if (!change.after().isEmpty()) {
          standings.move(account -> SealedAccount.NEW, change.after());
        }
        chain.insertGenesis(genesis);
        history.append(1, List.of(genesis.hash()));
      });
      durability.sync();
      log.info("Began the ledger {}", genesis.hash());
    } catch (DuplicateKeyException e) {
      log.info("Another instance is beginning the ledger");
    }
  }

  private void check() {
    var stored =
        blocks
            .findById(1)
            .map(block -> block.stored().hash())
            .orElseThrow(() -> new BrokenLedgerException("There is a head but no genesis"));
    if (!stored.equals(rules.ledger())) {
      throw new StartRefused(
          "This database holds the ledger "
              + stored
              + ", the settings describe "
              + rules.ledger()
              + ". Set LEDGER_GENESIS to the file that this ledger began with, or another"
              + " database.");
    }
    try {
      reader.blockOf(heads.read());
    } catch (BrokenLedgerException broken) {
      throw broken.refusal();
    }
  }
}
