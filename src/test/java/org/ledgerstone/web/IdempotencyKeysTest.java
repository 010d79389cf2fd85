package org.ledgerstone.web;

import java.sql.Driver;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

class IdempotencyKeysTest {

  private static final String URL =
      "jdbc:h2:mem:keys;DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

  @Test
  void keepsItsPromisesOnH2() throws ReflectiveOperationException {
    var driver = (Driver) Class.forName("org.h2.Driver").getDeclaredConstructor().newInstance();
    new IdempotencyKeysCheck(new SimpleDriverDataSource(driver, URL, "sa", "")).all();
  }
}
