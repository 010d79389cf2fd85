package org.ledgerstone.ethereum;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.Address;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The accounts that this ledger signs for, in SQL: which nonce is next, which instance signs, and
 * whether anybody may. The lease keeps instances out of each other's way; that nothing is signed
 * twice does not hang on it or on anybody's clock, but on the fence, which every signature is
 * written under.
 */
final class SignerTable {

  /** Who does not say for so long that it signs does not any more. */
  static final Duration LEASE = Duration.ofSeconds(15);

  private final JdbcClient jdbc;

  SignerTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An account as it is now. */
  record Signer(long nextNonce, long fence) {}

  /** Makes an account known; nothing happens if it is. */
  void begin(Address address, long nextNonce) {
    try {
      jdbc.sql(
              "insert into ethereum_signers (address, next_nonce, lease_until, fence)"
                  + " values (?, ?, 0, 0)")
          .params(address.text(), nextNonce)
          .update();
    } catch (DuplicateKeyException e) {
      return; // Another instance was quicker.
    }
  }

  Optional<Signer> find(Address address) {
    return find(address, "");
  }

  /** The account, and nobody else writes for it before this database transaction has ended. */
  Signer lock(Address address) {
    return find(address, " for update").orElseThrow();
  }

  private Optional<Signer> find(Address address, String how) {
    return jdbc.sql("select next_nonce, fence from ethereum_signers where address = ?" + how)
        .param(address.text())
        .query((row, n) -> new Signer(row.getLong("next_nonce"), row.getLong("fence")))
        .optional();
  }

  void setNextNonce(Address address, long nonce) {
    jdbc.sql("update ethereum_signers set next_nonce = ? where address = ?")
        .params(nonce, address.text())
        .update();
  }

  /**
   * Takes the lease or keeps it.
   *
   * @param holder this instance
   * @param fence under which it has held it; 0 if it has not
   * @return the fence; empty while another instance has it, or where the account is not known yet
   */
  OptionalLong hold(Address address, String holder, long fence, Instant now) {
    long until = now.plus(LEASE).toEpochMilli();
    int kept =
        jdbc.sql(
                "update ethereum_signers set lease_until = ?"
                    + " where address = ? and holder = ? and fence = ?")
            .params(until, address.text(), holder, fence)
            .update();
    return kept == 1 ? OptionalLong.of(fence) : take(address, holder, now, until);
  }

  /** Also from one whose end is farther off than any clock that goes right would put it. */
  private OptionalLong take(Address address, String holder, Instant now, long until) {
    int taken =
        jdbc.sql(
                "update ethereum_signers set holder = ?, fence = fence + 1, lease_until = ?"
                    + " where address = ? and (holder is null or lease_until <= ?"
                    + " or lease_until > ?)")
            .params(
                holder,
                until,
                address.text(),
                now.toEpochMilli(),
                now.plus(LEASE.multipliedBy(2)).toEpochMilli())
            .update();
    return taken == 0
        ? OptionalLong.empty()
        : jdbc.sql("select fence from ethereum_signers where address = ? and holder = ?")
            .params(address.text(), holder)
            .query(Long.class)
            .optional()
            .map(OptionalLong::of)
            .orElseGet(OptionalLong::empty);
  }

  /** Lets the lease go. */
  void leave(Address address, String holder, long fence) {
    jdbc.sql(
            "update ethereum_signers set holder = null"
                + " where address = ? and holder = ? and fence = ?")
        .params(address.text(), holder, fence)
        .update();
  }

  /** Why nothing is signed for the account; empty where it is. */
  Optional<String> halted(Address address) {
    return jdbc.sql(
            "select why from ethereum_halts where address = ? and lifted is null"
                + " order by id limit 1")
        .param(address.text())
        .query(String.class)
        .optional();
  }

  void halt(Address address, String why, Instant now) {
    jdbc.sql("insert into ethereum_halts (address, raised, why) values (?, ?, ?)")
        .params(address.text(), now.toEpochMilli(), why)
        .update();
  }

  void lift(Address address, Instant now) {
    jdbc.sql("update ethereum_halts set lifted = ? where address = ? and lifted is null")
        .params(now.toEpochMilli(), address.text())
        .update();
  }
}
