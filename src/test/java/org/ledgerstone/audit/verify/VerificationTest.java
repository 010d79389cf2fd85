package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.audit.AuditedLedger;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestGenesis;
import org.ledgerstone.testing.TestLedger;

/** The tables are verified as a whole. */
class VerificationTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void nothingIsFoundWhereNothingIsWrong(TestDatabase.Kind kind) throws Exception {
    try (var ledger = AuditedLedger.of(kind);
        var verified = new VerifiedOnce(ledger, directory)) {
      assertThat(verified.whole(List.of()).kept()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void nothingIsFoundWhereNobodyHasSentAnything(TestDatabase.Kind kind) throws Exception {
    try (var ledger = TestLedger.start(kind, new TestGenesis())) {
      for (int blocks = 0; blocks < 2; blocks++) {
        try (var verified = new VerifiedOnce(ledger, directory)) {
          assertThat(verified.whole(List.of()).kept()).isEmpty();
        }
        ledger.seal();
      }
    }
  }

  /** The hash does not cover it, so only who judges the whole block can see. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void anotherSealOnABlockBesideIsFound(TestDatabase.Kind kind) throws Exception {
    try (var changed = TamperedLedger.of(kind, directory)) {
      var tables = changed.tables();
      var body = tables.read("select body from side_blocks", row -> row.getBytes(1)).getFirst();
      var other = tables.read("select seal from blocks where \"index\" = 2", r -> r.getString(1));
      var text = new String(body, StandardCharsets.UTF_8);
      var altered = text.replaceFirst("0x[0-9a-f]{130}", other.getFirst());
      assertThat(altered).isNotEqualTo(text);
      tables.run("update side_blocks set body = ?", altered.getBytes(StandardCharsets.UTF_8));
      assertThat(changed.findings())
          .singleElement()
          .matches(found -> found.table().equals("side_blocks") && found.column().equals("body"));
    }
  }
}
