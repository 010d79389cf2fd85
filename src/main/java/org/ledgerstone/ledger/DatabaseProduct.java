package org.ledgerstone.ledger;

import java.sql.DatabaseMetaData;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/** Which database this is, where it makes a difference. */
@Component
public class DatabaseProduct {

  private final boolean isH2;

  DatabaseProduct(DataSource database) throws MetaDataAccessException {
    this.isH2 =
        JdbcUtils.extractDatabaseMetaData(database, DatabaseMetaData::getDatabaseProductName)
            .equals("H2");
  }

  /** H2, as opposed to PostgreSQL. */
  public boolean isH2() {
    return isH2;
  }
}
