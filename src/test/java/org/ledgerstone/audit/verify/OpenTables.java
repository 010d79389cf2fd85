package org.ledgerstone.audit.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.testing.TestDatabase;

/** The tables as they are for somebody with all rights, for whom no constraint is in the way. */
final class OpenTables {

  /** A column as the database describes it. */
  record Column(String table, String name, String type) {

    boolean isNumber() {
      return List.of("bigint", "integer", "smallint", "numeric").contains(type);
    }

    boolean isText() {
      return type.startsWith("character");
    }

    @Override
    public String toString() {
      return table + "." + name;
    }
  }

  /** A row, by the names of its columns. */
  record Row(Map<String, @Nullable Object> values) {}

  private final Connection connection;
  private final boolean isH2;

  OpenTables(Connection connection, TestDatabase.Kind kind) {
    this.connection = connection;
    this.isH2 = kind == TestDatabase.Kind.H2;
  }

  /** Every column of every table. */
  List<Column> columns() throws SQLException {
    return read(
        "select c.table_name, c.column_name, lower(c.data_type)"
            + " from information_schema.columns c join information_schema.tables t"
            + " on t.table_schema = c.table_schema and t.table_name = c.table_name"
            + " where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
            + (isH2 ? "" : " and c.table_name !~ '^recorded_[0-9]+$'")
            + " order by c.table_name, c.ordinal_position",
        row -> new Column(row.getString(1), row.getString(2), row.getString(3)));
  }

  /** Drops every constraint and every unique index. */
  void open() throws SQLException {
    for (var drop : drops()) {
      run(drop);
    }
    for (var identity : identities()) {
      run(identity);
    }
    for (var column : columns()) {
      run(
          "alter table %s alter column \"%s\" drop not null"
              .formatted(column.table(), column.name()));
    }
  }

  private List<String> identities() throws SQLException {
    return read(
        "select table_name, column_name from information_schema.columns"
            + " where table_schema = 'public' and is_identity = 'YES'",
        row ->
            "alter table %s alter column \"%s\" drop identity"
                .formatted(row.getString(1), row.getString(2)));
  }

  private List<String> drops() throws SQLException {
    var drops =
        new ArrayList<>(
            read(
                isH2
                    ? "select table_name, constraint_name from information_schema.table_constraints"
                        + " where table_schema = 'public'"
                        + " order by case constraint_type when 'FOREIGN KEY' then 0 else 1 end"
                    : "select c.conrelid::regclass::text, c.conname from pg_constraint c"
                        + " join pg_class t on t.oid = c.conrelid"
                        + " where c.connamespace = 'public'::regnamespace and c.conparentid = 0"
                        + " and not t.relispartition and c.contype <> 'n'"
                        + " order by c.contype <> 'f'",
                row ->
                    "alter table %s drop constraint \"%s\""
                        .formatted(row.getString(1), row.getString(2))));
    drops.addAll(
        read(
            isH2
                ? "select index_name from information_schema.indexes where table_schema = 'public'"
                    + " and index_type_name = 'UNIQUE INDEX' and index_name = 'recorded_by_id'"
                : "select i.indexrelid::regclass::text from pg_index i"
                    + " join pg_class c on c.oid = i.indexrelid"
                    + " where c.relnamespace = 'public'::regnamespace and i.indisunique"
                    + " and not i.indisprimary and i.indpred is not null",
            row -> "drop index " + row.getString(1)));
    return drops;
  }

  /** All rows of a table, in order of its key. */
  List<Row> rows(String table, String key) throws SQLException {
    return read(
        "select * from " + table + " order by " + key,
        row -> {
          var values = new LinkedHashMap<String, @Nullable Object>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
          }
          return new Row(values);
        });
  }

  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  <T> List<T> read(String sql, Reading<T> reading) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var read = new ArrayList<T>();
      while (rows.next()) {
        read.add(reading.of(rows));
      }
      return read;
    }
  }

  /** Runs a statement; the number of rows it changed. */
  int run(String sql, @Nullable Object... parameters) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }
}
