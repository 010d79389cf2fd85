package org.ledgerstone.audit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.ledgerstone.audit.verify.SchemaDescription.Entry;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Compares tables, views and constraints with those that the migrations make: these are carried out
 * once more, on H2 in a database in memory, on PostgreSQL in a schema that is never committed, and
 * what they make is remembered. Thread-safe.
 */
final class SchemaCheck {

  private static final String EMPTY_H2 =
      "jdbc:h2:mem:;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

  private final boolean isH2;

  /** What the migrations make, by the version of the database, which words it in its own way. */
  private final Map<String, Set<Entry>> made = new ConcurrentHashMap<>();

  SchemaCheck(boolean isH2) {
    this.isH2 = isH2;
  }

  /**
   * What is not as it has to be.
   *
   * @param connection to the tables; nothing is changed by it
   * @throws SQLException if it may not make a schema, among other reasons
   */
  Findings check(Connection connection) throws SQLException {
    var schema = connection.getSchema();
    var found = SchemaDescription.of(connection, schema, isH2);
    return compare(found, expected(connection));
  }

  private Set<Entry> expected(Connection connection) throws SQLException {
    var version = connection.getMetaData().getDatabaseProductVersion();
    var known = made.get(version);
    if (known == null) {
      known = isH2 ? expectedOfH2() : expectedOfPostgres(connection);
      made.put(version, known);
    }
    return known;
  }

  private static Findings compare(Set<Entry> found, Set<Entry> expected) {
    var findings = new Findings();
    var known = expected.stream().map(Entry::of).collect(Collectors.toSet());
    var order =
        Comparator.comparing(Entry::of).thenComparing(Entry::kind).thenComparing(Entry::text);
    expected.stream()
        .filter(entry -> !found.contains(entry))
        .sorted(order)
        .forEach(entry ->
            findings.add(entry.of(), "schema", entry.kind(), Finding.NOTHING, entry.text()));
    found.stream()
        .filter(entry -> known.contains(entry.of()) && !expected.contains(entry))
        .sorted(order)
        .forEach(entry ->
            findings.add(entry.of(), "schema", entry.kind(), entry.text(), Finding.NOTHING));
    return findings;
  }

  private Set<Entry> expectedOfH2() throws SQLException {
    try (var empty = DriverManager.getConnection(EMPTY_H2, "sa", "")) {
      migrate(empty);
      return SchemaDescription.of(empty, "public", isH2);
    }
  }

  private Set<Entry> expectedOfPostgres(Connection connection) throws SQLException {
    var schema = "expected_" + UUID.randomUUID().toString().replace("-", "");
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
      statement.execute("set local search_path to " + schema);
      migrate(connection);
      return SchemaDescription.of(connection, schema, isH2);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void migrate(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var script : scripts()) {
        statement.execute(script.getContentAsString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of their numbers, which are of equal length. */
  private List<Resource> scripts() throws IOException {
    var resolver = new PathMatchingResourcePatternResolver(SchemaCheck.class.getClassLoader());
    var scripts = new ArrayList<Resource>();
    for (var folder : List.of("migration", isH2 ? "migration-h2" : "migration-postgresql")) {
      scripts.addAll(List.of(resolver.getResources("classpath*:db/" + folder + "/V*.sql")));
    }
    scripts.sort(Comparator.comparing(SchemaCheck::version));
    return scripts;
  }

  private static String version(Resource script) {
    var name = Objects.requireNonNull(script.getFilename());
    return name.substring(0, name.indexOf("__"));
  }
}
