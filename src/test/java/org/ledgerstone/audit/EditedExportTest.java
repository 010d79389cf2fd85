package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.FreshStart;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.testing.TableContents;
import org.ledgerstone.testing.TestDatabase;
import org.ledgerstone.testing.TestLedger;
import org.ledgerstone.web.Problem;

/** Files that were changed: what is before the change is taken, nothing else is. */
class EditedExportTest {

  private static final int EDITED = 4;

  private static byte[] whole;

  /** One test uses it after the other; each begins anew. */
  private static TestLedger shared;

  @BeforeAll
  static void export() {
    try (var source = TestLedger.start(TestDatabase.Kind.H2, Exports.genesis())) {
      Exports.grow(source, 6);
      whole = Exports.export(source);
    }
    shared = TestLedger.start(TestDatabase.Kind.H2, Exports.genesis()).shared();
    shared.clock().advance(3_600_000);
  }

  @AfterAll
  static void stop() {
    shared.stop();
  }

  private static TestLedger target() {
    FreshStart.begin(shared.node());
    return shared;
  }

  private static Problem refused(TestLedger ledger, byte[] zipped) {
    var caught = new Problem[1];
    assertThatThrownBy(() -> Exports.take(ledger, zipped))
        .isInstanceOfSatisfying(Problem.class, problem -> caught[0] = problem);
    return caught[0];
  }

  private static Arguments edit(
      String what, int status, String code, int reaches, Consumer<List<String>> change) {
    return Arguments.of(what, status, code, reaches, change);
  }

  /** Changes the line of the fourth block. */
  private static Consumer<List<String>> line(UnaryOperator<String> change) {
    return lines -> {
      var before = lines.get(EDITED);
      lines.set(EDITED, change.apply(before));
      assertThat(lines.get(EDITED)).isNotEqualTo(before);
    };
  }

  private static Consumer<List<String>> replaced(String text, String by) {
    return line(line -> line.replaceFirst(text, by));
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        edit(
            "amount",
            422,
            "MERKLE_ROOT_WRONG",
            3,
            replaced("\"amount\":\"5\"", "\"amount\":\"6\"")),
        edit(
            "a later amount",
            422,
            "MERKLE_ROOT_WRONG",
            3,
            replaced("(PTS.*?)\"amount\":\"1\"", "$1\"amount\":\"2\"")),
        edit(
            "signature",
            422,
            "MERKLE_ROOT_WRONG",
            3,
            replaced("(scheme\":2,\"authorization\":\"0x)..", "$111")),
        edit("memo", 422, "MERKLE_ROOT_WRONG", 3, replaced("\"memo\":\"\"", "\"memo\":\"x\"")),
        edit("content", 422, "MERKLE_ROOT_WRONG", 3, replaced("Grüße", "Grüsse")),
        edit(
            "accepted",
            422,
            "MERKLE_ROOT_WRONG",
            3,
            replaced("accepted\":\"2026", "accepted\":\"2027")),
        edit("data", 422, "BLOCK_HASH_INVALID", 3, replaced("\"data\":\"\"", "\"data\":\"x\"")),
        edit("hash", 422, "BLOCK_HASH_INVALID", 3, replaced("\"hash\":\".", "\"hash\":\"")),
        edit("seal", 422, "SEAL_INVALID", 3, replaced("(seal\":\"0x)..", "$111")),
        edit("a field more", 400, "MALFORMED", 3, replaced("\\{", "{\"more\":1,")),
        edit("a field twice", 400, "MALFORMED", 3, replaced("\\{", "{\"index\":4,")),
        edit("a line twice", 400, "MALFORMED", 4, lines -> lines.add(EDITED, lines.get(EDITED))),
        edit("order", 400, "MALFORMED", 3, lines -> Collections.swap(lines, EDITED, EDITED + 1)),
        edit("a line less", 400, "MALFORMED", 3, lines -> lines.remove(EDITED)),
        edit("an empty line", 400, "MALFORMED", 3, lines -> lines.add(EDITED, "")),
        edit("garbage", 400, "MALFORMED", 3, line(line -> "\u0000".repeat(2000))),
        edit("no JSON", 400, "MALFORMED", 3, line(line -> line.substring(1))),
        edit("an early end", 400, "MALFORMED", 3, lines -> lines.add(EDITED, lines.getLast())),
        edit("no end", 400, "EXPORT_INCOMPLETE", 7, List::removeLast),
        edit("two ends", 400, "MALFORMED", 7, lines -> lines.add(lines.getLast())),
        edit("a block behind the end", 400, "MALFORMED", 7, lines -> lines.add(lines.get(EDITED))),
        edit("work", 400, "MALFORMED", 7, last("\"work\":\"", "\"work\":\"1")),
        edit("end's hash", 400, "MALFORMED", 7, last("(hash\":\").{8}", "$100000000")),
        edit("genesis", 409, "OTHER_LEDGER", 1, first("(genesis\":\").{8}", "$100000000")),
        edit(
            "head and end alike",
            400,
            "MALFORMED",
            7,
            first("(hash\":\").{8}", "$100000000").andThen(last("(hash\":\").{8}", "$100000000"))),
        edit("kind", 400, "MALFORMED", 1, first("export", "import")),
        edit("version", 400, "MALFORMED", 1, first("version\":1", "version\":2")),
        edit("from", 400, "MALFORMED", 1, first("from\":1", "from\":9")),
        edit("head", 400, "MALFORMED", 7, first("(hash\":\").{8}", "$100000000")),
        edit(
            "allocation",
            400,
            "MALFORMED",
            1,
            lines -> lines.set(1, lines.get(1).replace("1000000", "2000000"))),
        edit(
            "first line only",
            400,
            "EXPORT_INCOMPLETE",
            1,
            lines -> lines.subList(1, lines.size()).clear()));
  }

  private static Consumer<List<String>> first(String text, String by) {
    return lines -> lines.set(0, lines.getFirst().replaceFirst(text, by));
  }

  private static Consumer<List<String>> last(String text, String by) {
    return lines -> lines.set(lines.size() - 1, lines.getLast().replaceFirst(text, by));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void isRefusedWhereItWasEdited(
      String what, int status, String code, int reaches, Consumer<List<String>> change) {
    try (var ledger = target()) {
      var problem = refused(ledger, Zipped.changed(whole, change));
      assertThat(problem.code()).as(problem.detail()).isEqualTo(code);
      assertThat(problem.status()).isEqualTo(status);
      assertThat(ledger.get(Chain.class).head().index()).as(problem.detail()).isEqualTo(reaches);
      if (reaches == 3 && status == 422) {
        assertThat(problem.detail()).containsAnyOf("Block 4 ", "Line 5");
      }
    }
  }

  static Stream<Arguments> noExports() throws IOException {
    return Stream.of(
        Arguments.of("MALFORMED", "no gzip".getBytes()),
        Arguments.of("EXPORT_INCOMPLETE", new byte[0]),
        Arguments.of("EXPORT_INCOMPLETE", Arrays.copyOf(whole, 5)),
        Arguments.of("EXPORT_INCOMPLETE", Zipped.of("")),
        Arguments.of("MALFORMED", Zipped.of("\n\n\n")),
        Arguments.of("MALFORMED", Zipped.of("[]\n")),
        Arguments.of("MALFORMED", Zipped.of("nonsense\n")),
        Arguments.of("EXPORT_LINE_TOO_LONG", bomb(new byte[0])),
        Arguments.of("EXPORT_LINE_TOO_LONG", bomb(begin())));
  }

  private static byte[] begin() {
    return String.join("\n", Zipped.lines(whole).subList(0, 3)).concat("\n").getBytes();
  }

  /** A line of 100 MB, in less than a thousandth of that. */
  private static byte[] bomb(byte[] before) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(before);
      for (int i = 0; i < 100; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    assertThat(bytes.size()).isLessThan(200_000);
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noExports")
  void isRefusedIfItIsNone(String code, byte[] bytes) {
    try (var ledger = target()) {
      var before = TableContents.of(ledger.get(DataSource.class));
      assertThat(refused(ledger, bytes).code()).isEqualTo(code);
      if (ledger.get(Chain.class).head().index() == 1) {
        assertThat(TableContents.of(ledger.get(DataSource.class))).isEqualTo(before);
      }
    }
  }

  @Test
  void isRefusedIfItsBytesWereChanged() {
    for (int at = 20; at < whole.length; at += whole.length / 7) {
      var changed = whole.clone();
      changed[at] ^= 0x10;
      try (var ledger = target()) {
        assertThat(refused(ledger, changed).status()).isIn(400, 413, 422);
      }
    }
  }

  /** What its owner has not signed is refused although every hash and the seal fit. */
  @ParameterizedTest
  @EnumSource(TestDatabase.Kind.class)
  void bringsInNothingThatItsOwnerHasNotSigned(TestDatabase.Kind kind) {
    Genesis genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    try (var ledger = TestLedger.start(TestDatabase.of(kind), genesis, Map.of(), c -> {})) {
      var genuine = Exports.export(ledger);
      var chain = new ChainInMemory(genesis);
      var rules = chain.rules();
      var good = pay(rules, 0);
      chain.accept(chain.next().with(good).block());
      var second = pay(rules, 1);
      var forged = new Order(second.content(), good.authorization());
      var block = chain.next().with(forged).block();
      ledger.clock().set(block.header().time());
      var problem = refused(ledger, byHand(genuine, chain, block));
      assertThat(problem.code()).as(problem.detail()).isEqualTo("SIGNATURE_MISMATCH");
      assertThat(problem.detail()).contains("Block 3 was refused: A valid block ");
      assertThat(ledger.get(Chain.class).head().index()).isEqualTo(2);
    }
  }

  /** Each is right where it comes from, and the second stands on another first one. */
  @Test
  void isRefusedWhereItsBlocksDoNotFollowOneAnother() {
    Genesis genesis = BlockFixture.genesis(draft -> draft.intervalMillis = 1);
    try (var ledger =
        TestLedger.start(TestDatabase.of(TestDatabase.Kind.H2), genesis, Map.of(), c -> {})) {
      var chain = new ChainInMemory(genesis);
      var other = chain.fork();
      chain.accept(chain.next().block());
      other.accept(other.next().by(BlockFixture.BOB).block());
      ledger.clock().set(other.next().block().header().time());
      var problem = refused(ledger, byHand(Exports.export(ledger), chain, other.next().block()));
      assertThat(problem.code()).isEqualTo("MALFORMED");
      assertThat(problem.detail()).startsWith("Line 4: It does not follow");
      assertThat(ledger.get(Chain.class).head().hash()).isEqualTo(chain.head().hash());
    }
  }

  private static Order pay(Rules rules, long nonce) {
    return BlockFixture.transfer(rules, BlockFixture.ALICE, BlockFixture.BOB.address(), 1, nonce);
  }

  private static byte[] byHand(byte[] genuine, ChainInMemory chain, SealedBlock last) {
    return Zipped.byHand(
        genuine,
        Stream.concat(chain.blocks().stream().skip(1), Stream.of(last)).toList(),
        last.hash());
  }
}
