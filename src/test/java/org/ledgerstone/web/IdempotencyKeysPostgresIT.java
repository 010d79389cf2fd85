package org.ledgerstone.web;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class IdempotencyKeysPostgresIT {

  @Test
  void keepsItsPromisesOnPostgres() throws IOException {
    try (var postgres = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
      new IdempotencyKeysCheck(postgres.getPostgresDatabase()).all();
    }
  }
}
