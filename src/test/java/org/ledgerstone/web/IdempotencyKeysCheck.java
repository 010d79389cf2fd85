package org.ledgerstone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the keys promise, on whatever database they are kept. */
class IdempotencyKeysCheck {

  private static final Path TABLE = Path.of("db/migration/V002__web_add_idempotency_keys.sql");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final DataSource database;
  private final JdbcTemplate sql;
  private final IdempotencyKeys keys;

  IdempotencyKeysCheck(DataSource database) {
    this.database = database;
    this.sql = new JdbcTemplate(database);
    new ResourceDatabasePopulator(new FileSystemResource(TABLE)).execute(database);
    InstantSource source = now::get;
    this.keys = new IdempotencyKeys(sql, source.withZone(ZoneOffset.UTC));
  }

  void all() {
    keepsAnAnswer();
    joinsTheTransaction();
    forgetsAfterSevenDays();
    keepsThousandsAtOnce();
  }

  private static KeptAnswer answer(String body) {
    return new KeptAnswer("f".repeat(64), 201, Optional.of("/api/v1/x"), body);
  }

  private void keepsAnAnswer() {
    assertThat(keys.find("k")).isEmpty();
    keys.keep("k", answer("{\"é😀\":1}"));
    assertThat(keys.find("k")).contains(answer("{\"é😀\":1}"));
    assertThat(keys.find("K")).isEmpty();
    var long200 = new KeptAnswer("0".repeat(64), 200, Optional.empty(), "x".repeat(3_000_000));
    keys.keep("~".repeat(128), long200);
    assertThat(keys.find("~".repeat(128))).contains(long200);
  }

  private void joinsTheTransaction() {
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(transaction -> {
          keys.keep("undone", answer("{}"));
          assertThat(keys.find("undone")).isPresent();
          transaction.setRollbackOnly();
        });
    assertThat(keys.find("undone")).isEmpty();
  }

  private void forgetsAfterSevenDays() {
    keys.keep("old", answer("{\"first\":1}"));
    now.set(START.plus(Duration.ofDays(7)));
    assertThat(keys.find("old")).isPresent();
    keys.forgetOld();
    assertThat(keys.find("old")).isPresent();
    now.set(START.plus(Duration.ofDays(7)).plusMillis(1));
    assertThat(keys.find("old")).isEmpty();
    keys.keep("old", answer("{\"second\":1}"));
    assertThat(keys.find("old")).contains(answer("{\"second\":1}"));
    keys.forgetOld();
    assertThat(sql.queryForList("select idempotency_key from idempotency_keys", String.class))
        .containsExactly("old");
  }

  private void keepsThousandsAtOnce() {
    Map<String, KeptAnswer> answers = new LinkedHashMap<>();
    for (int i = 0; i < 1_234; i++) {
      answers.put("many" + i, answer("{\"i\":" + i + "}"));
    }
    keys.keepAll(answers);
    List<String> wanted = new ArrayList<>(answers.keySet());
    wanted.add("none");
    assertThat(keys.findAll(wanted)).isEqualTo(answers);
    assertThat(keys.findAll(List.of())).isEmpty();
    keys.keepAll(Map.of());
  }
}
