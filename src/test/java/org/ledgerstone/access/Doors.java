package org.ledgerstone.access;

import java.util.function.Consumer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every path answers, so that what a test sees is access alone; and a ledger to be exposed. */
final class Doors {

  static final String GENESIS = "ab".repeat(32);

  private final boolean standardGenesis;
  private final boolean anybodyMines;
  private final int difficulty;

  Doors(boolean standardGenesis, boolean anybodyMines, int difficulty) {
    this.standardGenesis = standardGenesis;
    this.anybodyMines = anybodyMines;
    this.difficulty = difficulty;
  }

  /** A ledger that may be shown to the world. */
  static Doors safe() {
    return new Doors(false, false, 0);
  }

  Consumer<GenericApplicationContext> beans() {
    return beans -> {
      beans.registerBean(AnyDoor.class, () -> new AnyDoor());
      beans.registerBean(Exposure.class, () -> new Exposed(), bean -> bean.setPrimary(true));
    };
  }

  /** Not static, so that no other test's application finds it. */
  @RestController
  class AnyDoor {

    /** Says who came through. */
    @RequestMapping("/**")
    String open() {
      return Caller.isAdmin() ? "admin" : "somebody";
    }

    @RequestMapping("/add_transaction/unsigned")
    String unsigned() {
      Caller.requireAdmin();
      return "admin";
    }
  }

  private class Exposed implements Exposure {

    @Override
    public boolean standardGenesis() {
      return standardGenesis;
    }

    @Override
    public boolean anybodyMines() {
      return anybodyMines;
    }

    @Override
    public int difficulty() {
      return difficulty;
    }

    @Override
    public String genesisHash() {
      return GENESIS;
    }
  }
}
