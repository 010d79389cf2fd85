package org.ledgerstone.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.testing.TestDatabase;

/**
 * A file of {@code db/queries}, run as it stands but for its comments: {@code :'name'} becomes a
 * parameter.
 *
 * @param file where it stands
 * @param sql its text with a question mark for each parameter
 * @param parameters the names of the parameters in the order in which they stand
 */
record AuditorsQuery(Path file, String sql, List<String> parameters) {

  private static final Path FOLDER = Path.of("db/queries");
  private static final Pattern COMMENT = Pattern.compile("(?m)^--.*\n");
  private static final Pattern PARAMETER = Pattern.compile(":'([a-z]+)'");

  /** A row by the names of its columns; whole and broken numbers as {@link BigDecimal}. */
  record Row(Map<String, @Nullable Object> values) {

    String text(String column) {
      return Objects.requireNonNull(values.get(column), column).toString();
    }

    BigDecimal number(String column) {
      return new BigDecimal(text(column)).stripTrailingZeros();
    }

    long whole(String column) {
      return number(column).longValueExact();
    }

    /** Whether there is nothing. */
    boolean isNull(String column) {
      return values.get(column) == null;
    }
  }

  /** The query of this name for this database. */
  static AuditorsQuery named(String name, TestDatabase.Kind kind) {
    return all(kind).stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No query " + name));
  }

  /** All queries for this database. */
  static List<AuditorsQuery> all(TestDatabase.Kind kind) {
    var others = kind == TestDatabase.Kind.H2 ? ".postgresql.sql" : ".h2.sql";
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> !file.toString().endsWith(others))
          .sorted()
          .map(AuditorsQuery::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditorsQuery read(Path file) {
    try {
      var text = COMMENT.matcher(Files.readString(file)).replaceAll("");
      var names = PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
      return new AuditorsQuery(file, PARAMETER.matcher(text).replaceAll("?"), names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name without what it is for. */
  String name() {
    var name = file.getFileName().toString();
    return name.substring(0, name.indexOf('.'));
  }

  /** The rows that it gives. */
  List<Row> run(DataSource database, Map<String, String> arguments) {
    try (var connection = database.getConnection()) {
      return run(connection, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows that it gives to this connection. */
  List<Row> run(Connection connection, Map<String, String> arguments) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, Objects.requireNonNull(arguments.get(parameters.get(i))));
      }
      try (var rows = statement.executeQuery()) {
        return rows(rows);
      }
    }
  }

  /** Those that are left to read. */
  static List<Row> rows(ResultSet rows) throws SQLException {
    var read = new ArrayList<Row>();
    while (rows.next()) {
      var values = new LinkedHashMap<String, @Nullable Object>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
      }
      read.add(new Row(values));
    }
    return read;
  }
}
