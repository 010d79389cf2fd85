package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

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
}
