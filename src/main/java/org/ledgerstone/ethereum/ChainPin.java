package org.ledgerstone.ethereum;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.ethereum.ChainMatch.Matches;
import org.ledgerstone.ethereum.ChainMatch.Other;
import org.ledgerstone.protocol.Word;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which chain this ledger belongs to: the one of the settings, and for good the one that was met
 * first, in SQL. Several instances on one database have the same.
 */
final class ChainPin {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final OptionalLong wanted;

  /**
   * The pin of the ledger in this database.
   *
   * @param wanted the number in the settings, if there is one
   */
  ChainPin(JdbcClient jdbc, Clock clock, OptionalLong wanted) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.wanted = wanted;
  }

  /**
   * Holds a chain against the settings and the pin, and pins the first that the settings allow.
   *
   * @throws org.springframework.dao.DataAccessException if the database does not answer
   */
  ChainMatch match(ChainIdentity met) {
    if (wanted.isPresent() && wanted.getAsLong() != met.id()) {
      return new Other(
          wanted.getAsLong(),
          Optional.empty(),
          "The node is on chain %d, and ETHEREUM_CHAIN_ID is %d."
              .formatted(met.id(), wanted.getAsLong()));
    }
    var pinned = find().orElseGet(() -> pin(met));
    return pinned.equals(met)
        ? new Matches()
        : new Other(
            pinned.id(),
            Optional.of(pinned.genesis()),
            "The node is on %s, and this ledger belongs to %s.".formatted(met, pinned));
  }

  private ChainIdentity pin(ChainIdentity met) {
    try {
      jdbc.sql("insert into ethereum_chain (one, chain_id, genesis, pinned) values (1, ?, ?, ?)")
          .params(met.id(), met.genesis().toString(), clock.millis())
          .update();
      return met;
    } catch (DuplicateKeyException e) {
      return find().orElseThrow(() -> e);
    }
  }

  private Optional<ChainIdentity> find() {
    return jdbc.sql("select chain_id, genesis from ethereum_chain")
        .query((row, n) ->
            new ChainIdentity(
                row.getLong("chain_id"), Word.parse(row.getString("genesis")).orElseThrow()))
        .optional();
  }
}
