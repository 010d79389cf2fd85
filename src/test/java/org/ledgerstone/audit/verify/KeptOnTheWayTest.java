package org.ledgerstone.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.audit.verify.Audit.Status;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.testing.TestDatabase.Kind;

/**
 * What an audit leaves that is killed on its way: the file as it lies there at that moment, which
 * is copied, for nobody closes it then.
 */
class KeptOnTheWayTest {

  /** A page and some more. */
  private static final int BLOCKS = 1_100;

  private static final int PAGE = 1_000;
  private static final int OF_A_PAGE = 3 * PAGE - 1;

  @TempDir private Path directory;
  private AuditedChain chain;

  @BeforeEach
  void start() {
    chain = new AuditedChain(Kind.H2);
    chain.seal(BLOCKS);
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  /** Verifies a page and is killed; the next audit finds what it has left. */
  private void killAfterAPage(int keptEach) throws Exception {
    var left = directory.resolve("left.mv");
    try (var connection = chain.ledger().get(DataSource.class).getConnection();
        var verification =
            new Verification(
                connection,
                chain.ledger().get(RuleBook.class),
                chain.ledger().get(BlockJson.class),
                ReplayState.open(chain.verified()),
                directory,
                new Findings(),
                Time.of(chain.ledger().clock().instant()),
                (index, transactions) -> leave(left, index))) {
      verification.keepEach(keptEach);
      long last = chain.ledger().get(Chain.class).head().index();
      assertThatThrownBy(() -> verification.replayTo(last))
          .isInstanceOf(Verification.Stopped.class);
    }
    Files.move(left, chain.verified(), StandardCopyOption.REPLACE_EXISTING);
  }

  private void leave(Path left, long index) {
    assertThat(index).isEqualTo(PAGE);
    try {
      Files.copy(chain.verified(), left);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new Verification.Stopped();
  }

  @Test
  void isGoneOnFrom() throws Exception {
    killAfterAPage(OF_A_PAGE);
    var rest = chain.verify();
    assertThat(rest.status()).isEqualTo(Status.PASSED);
    assertThat(rest.extent().from()).isEqualTo(PAGE + 1);
    assertThat(rest.extent().transactions()).isEqualTo(2 * (BLOCKS + 1 - PAGE));
  }

  @Test
  void isNothingBeforeThereIsEnough() throws Exception {
    killAfterAPage(OF_A_PAGE + 1);
    var whole = chain.verify();
    assertThat(whole.status()).isEqualTo(Status.PASSED);
    assertThat(whole.extent().from()).isEqualTo(1);
  }
}
