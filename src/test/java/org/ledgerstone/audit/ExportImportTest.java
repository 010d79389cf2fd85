package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Companion;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.ledger.PinnedChain;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.ledgerstone.web.Problem;

/** The chain out into a file and into another database: whole, in parts, and while it moves. */
class ExportImportTest {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final List<String> OF_THE_CHAIN = List.of("blocks", "history");

  private static long height(TestLedger ledger) {
    return ledger.get(Chain.class).head().index();
  }

  private static void areTheSame(TestLedger one, TestLedger other) {
    assertThat(other.get(Chain.class).head().hash()).isEqualTo(one.get(Chain.class).head().hash());
    assertThat(rows(other)).isEqualTo(rows(one));
    for (long i = 2; i <= height(one); i++) {
      assertThat(other.get(Chain.class).transactions(i))
          .isEqualTo(one.get(Chain.class).transactions(i));
    }
  }

  private static List<String> rows(TestLedger ledger) {
    var contents = TableContents.of(ledger.get(DataSource.class)).rows();
    return OF_THE_CHAIN.stream().map(contents::get).toList();
  }

  private static TestLedger empty(TestDatabase.Kind kind, TestLedger like) {
    var ledger = TestLedger.start(kind, Exports.genesis());
    ledger.clock().set(like.clock().time());
    return ledger;
  }

  private static void isRefused(TestLedger ledger, byte[] zipped, int status, String code) {
    assertThatThrownBy(() -> Exports.take(ledger, zipped))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).as(problem.detail()).isEqualTo(code);
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.detail()).contains("ends with block " + height(ledger) + ".");
            });
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void comesInAsItWentOut(TestDatabase.Kind kind) {
    try (var source = TestLedger.start(kind, Exports.genesis())) {
      Exports.grow(source, 12);
      try (var target = empty(kind, source)) {
        var report = Exports.take(target, Exports.export(source));
        assertThat(report)
            .isEqualTo(
                new ImportReport(
                    1,
                    13,
                    12,
                    12 * 6,
                    0,
                    13,
                    source.get(Chain.class).head().hash(),
                    Optional.empty()));
        areTheSame(source, target);
        var again = Exports.take(target, Exports.export(source));
        assertThat(again.blocks()).isZero();
        assertThat(again.skipped()).isEqualTo(12);
        Exports.grow(source, 3);
        target.clock().set(source.clock().time());
        var rest = Exports.take(target, Exports.export(source, 14));
        assertThat(rest.from()).isEqualTo(14);
        assertThat(rest.blocks()).isEqualTo(3);
        areTheSame(source, target);
        Exports.grow(target, 2);
        assertThat(Exports.take(target, Exports.export(source)).blocks())
            .as("older than what is here")
            .isZero();
      }
    }
  }

  @Test
  void isWrittenAsItIsDescribed() {
    try (var source = TestLedger.start(TestDatabase.Kind.H2, Exports.genesis())) {
      Exports.grow(source, 2);
      var lines = Zipped.lines(Exports.export(source)).stream().map(Zipped::json).toList();
      var head = source.get(Chain.class).head();
      assertThat(lines).hasSize(5);
      var place = Map.of("index", 3, "hash", head.hash().toString());
      assertThat(lines.getFirst())
          .isEqualTo(
              Map.of(
                  "ledgerstone",
                  "export",
                  "version",
                  1,
                  "genesis",
                  source.rules().ledger().toString(),
                  "from",
                  1,
                  "head",
                  place));
      var end = Map.of("index", 3, "hash", head.hash() + "", "work", head.work() + "");
      assertThat(lines.getLast()).isEqualTo(Map.of("end", end));
      assertThat(lines.get(2).keySet())
          .map(Object::toString)
          .containsExactlyInAnyOrder(
              "index",
              "previousHash",
              "historyRoot",
              "time",
              "miner",
              "transactionCount",
              "merkleRoot",
              "data",
              "difficulty",
              "nonce",
              "hash",
              "seal",
              "transactions");
      assertThat(source.get(Export.class).from(1).fileName())
          .isEqualTo(
              "ledgerstone-%s-1-3.jsonl.gz"
                  .formatted(source.rules().ledger().toString().substring(0, 8)));
    }
  }

  /** More pages than one, so that one is read while the one before is written. */
  @Test
  void goesOnAfterABreak() {
    try (var source = TestLedger.start(TestDatabase.Kind.H2, Exports.genesis())) {
      IntStream.range(0, 1200).forEach(i -> Exports.seal(source));
      var whole = Exports.export(source);
      try (var target = empty(TestDatabase.Kind.H2, source)) {
        isRefused(target, Arrays.copyOf(whole, whole.length * 3 / 5), 400, "EXPORT_INCOMPLETE");
        long first = height(target);
        assertThat(first).isBetween(501L, 900L);
        isRefused(target, Arrays.copyOf(whole, whole.length - 1), 400, "EXPORT_INCOMPLETE");
        long second = height(target);
        assertThat(second).as("all but the end has come").isEqualTo(1201);
        assertThat(Exports.take(target, whole).skipped()).isEqualTo(1200);
        FreshStart.begin(target.node());
        isRefused(target, Arrays.copyOf(whole, whole.length * 3 / 5), 400, "EXPORT_INCOMPLETE");
        var report = Exports.take(target, whole);
        assertThat(report.skipped()).isEqualTo(first - 1);
        assertThat(report.blocks()).isEqualTo(1201 - first);
        areTheSame(source, target);
        FreshStart.begin(target.node());
        stopsWhenSomebodySealsMeanwhile(target, whole);
      }
    }
  }

  private static void stopsWhenSomebodySealsMeanwhile(TestLedger target, byte[] whole) {
    assertThat(whole.length).as("a page is longer than a buffer").isGreaterThan(4 * BUFFER_BYTES);
    var once = new AtomicBoolean();
    var sealed =
        new ByteArrayInputStream(whole) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            // The first lines have come by then, and no whole page.
            if (pos >= BUFFER_BYTES && once.compareAndSet(false, true)) {
              Exports.seal(target);
            }
            return super.read(buffer, offset, length);
          }
        };
    assertThatThrownBy(() -> target.get(Import.class).take(sealed))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("IMPORT_OVERTAKEN"));
    assertThat(height(target)).isEqualTo(2);
  }

  @Test
  void isNotTakenIntoAnotherChain() {
    try (var source = TestLedger.start(TestDatabase.Kind.H2, Exports.genesis())) {
      Exports.grow(source, 4);
      var whole = Exports.export(source);
      var late = Exports.export(source, 4);
      try (var target = empty(TestDatabase.Kind.H2, source)) {
        isRefused(target, late, 409, "IMPORT_GAP");
        Exports.seal(target);
        var before = target.get(Chain.class).head();
        isRefused(target, whole, 409, "IMPORT_OTHER_CHAIN");
        Exports.seal(target);
        isRefused(target, late, 409, "IMPORT_OTHER_CHAIN");
        assertThat(target.get(Chain.class).block(2).orElseThrow().hash()).isEqualTo(before.hash());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void endsWhereItBeganToAlthoughBlocksAreSealed(TestDatabase.Kind kind) {
    try (var source = TestLedger.start(kind, Exports.genesis())) {
      Exports.grow(source, 3);
      var head = source.get(Chain.class).head();
      var out = new Interrupted(() -> Exports.grow(source, 2));
      Exports.write(source, 1, out);
      assertThat(height(source)).isEqualTo(6);
      try (var target = empty(kind, source)) {
        Exports.take(target, out.toByteArray());
        assertThat(target.get(Chain.class).head().hash()).isEqualTo(head.hash());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void breaksOffIfTheChainIsReplaced(TestDatabase.Kind kind) {
    Genesis genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    try (var source = TestLedger.start(TestDatabase.of(kind), genesis, Map.of(), c -> {})) {
      var shorter = new ChainInMemory(genesis);
      var longer = shorter.fork();
      for (int i = 0; i < 4; i++) {
        extend(source, shorter, "short" + i);
      }
      for (int i = 0; i < 5; i++) {
        longer.accept(
            longer.next().with(BlockFixture.post(longer.rules(), "Hello", "long" + i)).block());
      }
      var out =
          new Interrupted(
              () -> longer.blocks().stream().skip(1).forEach(block -> take(source, block)));
      assertThatThrownBy(() -> Exports.write(source, 1, out))
          .isInstanceOf(PinnedChain.ChangedException.class);
      assertThat(source.get(Chain.class).head().hash()).isEqualTo(longer.head().hash());
      Exports.write(source, 1, new ByteArrayOutputStream());
    }
  }

  private static void extend(TestLedger ledger, ChainInMemory chain, String nonce) {
    chain.accept(chain.next().with(BlockFixture.post(chain.rules(), "Hello", nonce)).block());
    take(ledger, chain.head());
  }

  private static void take(TestLedger ledger, SealedBlock block) {
    ledger.clock().set(block.header().time().plusMillis(1000));
    ledger.get(Appending.class).append(block, Companion.none());
  }

  /** Something happens once when the first byte has come: the head is known by then. */
  private static final class Interrupted extends ByteArrayOutputStream {

    private Runnable event;

    Interrupted(Runnable event) {
      this.event = event;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      var now = event;
      event = () -> {};
      now.run();
      super.write(bytes, offset, length);
    }
  }
}
