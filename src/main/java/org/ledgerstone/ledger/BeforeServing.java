package org.ledgerstone.ledger;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What a node makes sure of before it serves anybody: that the newest blocks are what they say, and
 * only then, since it may write, that the database is its own. A command that looks at the tables
 * does neither.
 */
@Component
@ConditionalOnWebApplication
class BeforeServing implements SmartLifecycle {

  private final RecentBlocks blocks;
  private final RememberedWallet wallet;
  private volatile boolean running;

  BeforeServing(RecentBlocks blocks, RememberedWallet wallet) {
    this.blocks = blocks;
    this.wallet = wallet;
  }

  /** After genesis, and before anybody can call. */
  @Override
  public int getPhase() {
    return 1;
  }

  /**
   * Looks at both.
   *
   * @throws org.ledgerstone.settings.StartRefused if one of them is not as it should be
   */
  @Override
  public void start() {
    blocks.check();
    wallet.compare();
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
}
