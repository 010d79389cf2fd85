package org.ledgerstone.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into one statement, column by column: {@code unnest} of arrays, which H2 and
 * PostgreSQL both turn into a table.
 */
final class Columns {

  private record Column(String type, List<@Nullable Object> values) {

    /** PostgreSQL's driver writes an array in binary form only if it has its own type. */
    @Nullable Object[] array() {
      return switch (type) {
        case "bytea" -> values.toArray(byte[][]::new);
        case "varchar" -> values.toArray(String[]::new);
        case "bigint" -> values.toArray(Long[]::new);
        case "integer" -> values.toArray(Integer[]::new);
        case "smallint" -> values.toArray(Short[]::new);
        default -> values.toArray();
      };
    }
  }

  private final List<Column> columns = new ArrayList<>();

  <T> Columns add(String type, List<T> rows, Function<T, @Nullable Object> value) {
    var values = new ArrayList<@Nullable Object>(rows.size());
    for (var row : rows) {
      values.add(value.apply(row));
    }
    columns.add(new Column(type, values));
    return this;
  }

  /** The same rows in parts of at most so many; none at all where there are no rows. */
  List<Columns> slices(int rowsMax) {
    var slices = new ArrayList<Columns>();
    int rows = columns.getFirst().values().size();
    for (int from = 0; from < rows; from += rowsMax) {
      var slice = new Columns();
      for (var column : columns) {
        var part = column.values().subList(from, Math.min(rows, from + rowsMax));
        slice.columns.add(new Column(column.type(), part));
      }
      slices.add(slice);
    }
    return slices;
  }

  /** The table expression, with a parameter for each column. */
  String unnest() {
    return columns.stream()
        .map(column -> "cast(? as " + column.type() + " array)")
        .collect(Collectors.joining(", ", "unnest(", ")"));
  }

  /** Sets the parameters. */
  void bind(PreparedStatement statement) throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      statement.setArray(i + 1, connection.createArrayOf(column.type(), column.array()));
    }
  }
}
