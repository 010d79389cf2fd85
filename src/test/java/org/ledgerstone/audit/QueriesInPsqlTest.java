package org.ledgerstone.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.tools.NeedsTool;

/** Each query runs in psql by the line that stands at its beginning. */
@NeedsTool("psql")
class QueriesInPsqlTest {

  private static final String LINE = "-- psql:";

  private static List<String> line(AuditorsQuery query) throws Exception {
    var line =
        Files.readString(query.file())
            .lines()
            .filter(text -> text.startsWith(LINE))
            .findFirst()
            .orElseThrow();
    return List.of(line.substring(LINE.length()).strip().split(" "));
  }

  /** What stands after {@code -v}. */
  private static Map<String, String> arguments(List<String> words) {
    var arguments = new HashMap<String, String>();
    for (int i = 1; i < words.size(); i++) {
      if (words.get(i - 1).equals("-v")) {
        var parts = words.get(i).split("=", 2);
        arguments.put(parts[0], parts[1]);
      }
    }
    return arguments;
  }

  private static List<String> psql(URI database, List<String> words) throws Exception {
    var command = new ArrayList<>(List.of("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1"));
    command.addAll(words.subList(1, words.size()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGHOST", database.getHost());
    builder.environment().put("PGPORT", Integer.toString(database.getPort()));
    builder.environment().put("PGDATABASE", database.getPath().substring(1));
    builder.environment().put("PGUSER", "postgres");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  @Test
  void givesTheRowsThatItGivesElsewhere() throws Exception {
    try (var ledger = AuditedLedger.of(TestDatabase.Kind.POSTGRESQL);
        var connection = ledger.get(DataSource.class).getConnection()) {
      var url = connection.getMetaData().getURL().replaceFirst("^jdbc:", "");
      for (var query : AuditorsQuery.all(TestDatabase.Kind.POSTGRESQL)) {
        var words = line(query);
        assertThat(words)
            .as("%s", query.file())
            .startsWith("psql")
            .endsWith("-f", query.file() + "");
        assertThat(arguments(words)).containsOnlyKeys(query.parameters());
        var rows = query.run(connection, arguments(words));
        assertThat(psql(URI.create(url), words)).as("%s", query.file()).hasSameSizeAs(rows);
      }
    }
  }
}
