package org.ledgerstone.audit.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a schema says of its tables and views: columns, constraints, unique indexes, definitions,
 * and what may act behind one's back (triggers, rules, row security, functions). Asked of the
 * database's own catalogue, and without the names that it makes up by itself.
 */
final class SchemaDescription {

  private static final String HISTORY = "flyway_schema_history";

  /**
   * Something that the schema says.
   *
   * @param kind such as {@code constraint}
   * @param of the table, view or function
   * @param text the definition
   */
  record Entry(String kind, String of, String text) {}

  private static final List<String> BOTH =
      List.of(
          "select 'column', c.table_name, concat(c.column_name, ' ', c.data_type, ' ',"
              + " c.character_maximum_length, ' ', c.numeric_precision, ' ', c.numeric_scale, ' ',"
              + " case c.is_nullable when 'NO' then 'not null' else '' end)"
              + " from information_schema.columns c where c.table_schema = ?");

  private static final List<String> H2 =
      List.of(
          "select 'constraint', t.table_name, concat(t.constraint_type, ' ', coalesce("
              + "(select listagg(k.column_name, ', ') within group (order by k.ordinal_position)"
              + " from information_schema.key_column_usage k"
              + " where k.constraint_schema = t.constraint_schema"
              + " and k.constraint_name = t.constraint_name), ''), ' ',"
              + " (select c.check_clause from information_schema.check_constraints c"
              + " where c.constraint_schema = t.constraint_schema"
              + " and c.constraint_name = t.constraint_name))"
              + " from information_schema.table_constraints t where t.table_schema = ?",
          "select 'unique index', i.table_name,"
              + " (select listagg(c.column_name, ', ') within group (order by c.ordinal_position)"
              + " from information_schema.index_columns c where c.index_schema = i.index_schema"
              + " and c.index_name = i.index_name)"
              + " from information_schema.indexes i where i.index_type_name = 'UNIQUE INDEX'"
              + " and i.table_schema = ?",
          "select 'view', v.table_name, v.view_definition from information_schema.views v"
              + " where v.table_schema = ?",
          "select 'trigger', t.event_object_table, t.trigger_name from information_schema.triggers"
              + " t where t.event_object_schema = ?");

  /** The names of a schema that is being looked for by itself stand without it. */
  private static final List<String> POSTGRESQL =
      List.of(
          "select 'constraint', t.relname, pg_get_constraintdef(c.oid) from pg_constraint c"
              + " join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid ="
              + " t.relnamespace where c.contype in ('c', 'p', 'u', 'x', 'f')"
              + " and not t.relispartition and n.nspname = ?",
          "select 'unique index', t.relname, regexp_replace(pg_get_indexdef(i.indexrelid),"
              + " 'INDEX .* ON .* USING', 'USING') from pg_index i"
              + " join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid ="
              + " t.relnamespace where i.indisunique and i.indisvalid"
              + " and not t.relispartition and n.nspname = ?",
          "select 'view', t.relname, pg_get_viewdef(t.oid) from pg_class t join pg_namespace n on"
              + " n.oid = t.relnamespace where t.relkind = 'v' and n.nspname = ?",
          "select 'trigger', t.relname, g.tgname from pg_trigger g join pg_class t on t.oid ="
              + " g.tgrelid join pg_namespace n on n.oid = t.relnamespace"
              + " where not g.tgisinternal and n.nspname = ?",
          "select 'rule', t.relname, r.rulename from pg_rewrite r join pg_class t on t.oid ="
              + " r.ev_class join pg_namespace n on n.oid = t.relnamespace"
              + " where r.rulename <> '_RETURN' and n.nspname = ?",
          "select 'row security', t.relname, 'on' from pg_class t join pg_namespace n on n.oid ="
              + " t.relnamespace where t.relrowsecurity and n.nspname = ?",
          "select 'function', p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid ="
              + " p.pronamespace where n.nspname = ?");

  private static final String CAST_BY_ITSELF = "\\(('[^']*'::character varying)\\)::text";

  private static final Pattern CAST_ONE_BY_ONE =
      Pattern.compile("ARRAY\\[" + CAST_BY_ITSELF + "(, " + CAST_BY_ITSELF + ")*\\]");

  private SchemaDescription() {}

  /** What this schema says. */
  static Set<Entry> of(Connection connection, String schema, boolean isH2) throws SQLException {
    var questions = new ArrayList<>(BOTH);
    questions.addAll(isH2 ? H2 : POSTGRESQL);
    var said = new ArrayList<Entry>();
    for (var question : questions) {
      said.addAll(ask(connection, question, schema));
    }
    return said.stream()
        .filter(entry -> !entry.of().equals(HISTORY) && !entry.of().matches("recorded_[0-9]+"))
        .collect(Collectors.toSet());
  }

  private static List<Entry> ask(Connection connection, String question, String schema)
      throws SQLException {
    try (var statement = connection.prepareStatement(question)) {
      statement.setString(1, schema);
      try (var rows = statement.executeQuery()) {
        var entries = new ArrayList<Entry>();
        while (rows.next()) {
          var text = asFirstWritten("" + rows.getString(3)).strip();
          entries.add(new Entry(rows.getString(1), rows.getString(2), text));
        }
        return entries;
      }
    }
  }

  /** PostgreSQL writes a list of texts in another way once it has read what it wrote itself. */
  private static String asFirstWritten(String text) {
    return CAST_ONE_BY_ONE
        .matcher(text)
        .replaceAll(list ->
            Matcher.quoteReplacement(
                "(" + list.group().replaceAll(CAST_BY_ITSELF, "$1") + ")::text[]"));
  }
}
