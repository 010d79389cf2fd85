package org.ledgerstone.ledger;

import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The database knows whose node works with it, so that a lost key file or a mistaken setting does
 * not quietly put another wallet in its place.
 */
@Component
class RememberedWallet {

  private static final Logger log = LoggerFactory.getLogger(RememberedWallet.class);

  private final JdbcClient jdbc;
  private final Address own;
  private final String before;

  RememberedWallet(
      JdbcClient jdbc, NodeWallet wallet, @Value("${wallet.address-before:}") String before) {
    this.jdbc = jdbc;
    this.own = wallet.address();
    this.before = before;
  }

  /**
   * Compares.
   *
   * @throws StartRefused if the wallet is another one and its owner has not said which it replaces
   */
  void compare() {
    if (find().isEmpty()) {
      remember();
    }
    var known = find().orElseThrow();
    if (!known.equals(own.text())) {
      replace(known);
    }
  }

  private Optional<String> find() {
    return jdbc.sql("select address from node_wallet").query(String.class).optional();
  }

  private void remember() {
    try {
      jdbc.sql("insert into node_wallet (one, address) values (1, ?)").param(own.text()).update();
    } catch (DuplicateKeyException e) {
      log.debug("Another instance was quicker");
    }
  }

  private void replace(String known) {
    if (!Address.parse(before).map(Address::text).equals(Optional.of(known))) {
      throw new StartRefused(
          "This database belongs to the node with the wallet "
              + known
              + ", and this one has "
              + own.shown()
              + ". Give it back its key; or, if the new wallet is meant, set WALLET_ADDRESS_BEFORE="
              + known
              + ".");
    }
    jdbc.sql("update node_wallet set address = ? where address = ?")
        .params(own.text(), known)
        .update();
    log.info("The wallet {} takes the place of {}", own.shown(), known);
  }
}
