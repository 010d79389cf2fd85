package org.ledgerstone.ledger;

import java.util.List;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.TestNode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings a node that runs back to its beginning, which is quicker than starting another one. */
public final class FreshStart {

  private static final List<String> TABLES =
      List.of(
          "accounts",
          "blocks",
          "recorded",
          "places",
          "dropped",
          "side_blocks",
          "below_final",
          "trusted_anchor",
          "history",
          "admissions",
          "head");

  private FreshStart() {}

  /** Empties all tables and memories and writes genesis again. */
  public static void begin(TestNode node) {
    node.get(Writer.class)
        .change(change -> {
          var jdbc = node.get(JdbcClient.class);
          TABLES.forEach(table -> jdbc.sql("delete from " + table).update());
          forgetAccounts(node);
          return true;
        });
    forgetBlocks(node);
    node.get(GenesisStart.class).start();
  }

  /** Forgets what is in memory only, as a restart does. */
  public static void forget(TestNode node) {
    node.get(Writer.class)
        .change(change -> {
          forgetAccounts(node);
          change.nothingChanged();
          return true;
        });
    forgetBlocks(node);
  }

  private static void forgetAccounts(TestNode node) {
    node.get(Standings.class).forget();
    node.get(RecentlyAdmitted.class).forget();
    node.get(SealedStandings.class).of(0, List.of());
  }

  private static void forgetBlocks(TestNode node) {
    if (node.get(BadBlocks.class) instanceof ForgetfulBadBlocks bad) {
      bad.forget();
    }
    node.get(EarlyBlocks.class).due(new Time(Time.MAX_MILLIS - BlockRules.AHEAD_MAX_MILLIS));
  }

  /** For a node that is to {@link #forget} bad blocks too. */
  public static void prepare(GenericApplicationContext context) {
    prepare(context, new ForgetfulBadBlocks());
  }

  static void prepare(GenericApplicationContext context, ForgetfulBadBlocks bad) {
    context.registerBean("forgetfulBadBlocks", BadBlocks.class, () -> bad, b -> b.setPrimary(true));
  }
}
