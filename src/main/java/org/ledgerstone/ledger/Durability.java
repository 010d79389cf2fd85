package org.ledgerstone.ledger;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/**
 * Makes what has been committed safe before anybody is told. PostgreSQL does so when it commits; H2
 * only notes the commit and writes it later, so it is told to.
 */
@Component
class Durability {

  private final JdbcTemplate jdbc;
  private final boolean needsSync;

  Durability(DataSource dataSource, JdbcTemplate jdbc) throws MetaDataAccessException {
    this.jdbc = jdbc;
    this.needsSync =
        JdbcUtils.extractDatabaseMetaData(dataSource, Durability::productName).equals("H2");
  }

  private static String productName(java.sql.DatabaseMetaData metaData) throws SQLException {
    return metaData.getDatabaseProductName();
  }

  /**
   * Returns when everything that is committed survives the end of this process and of the power.
   */
  void sync() {
    if (needsSync) {
      // H2's timer may have taken the commit out of the memory a moment ago and not have written it
      // yet; CHECKPOINT SYNC would not wait for that. It waits for a change of its own.
      jdbc.update("update head set version = version");
      jdbc.execute("checkpoint sync");
    }
  }
}
