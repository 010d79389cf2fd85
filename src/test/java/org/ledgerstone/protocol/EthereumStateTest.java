package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ledgerstone.protocol.RlpFixture.hex;
import static org.ledgerstone.protocol.RlpFixture.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers, accounts and slots as no chain has them, in tries that hold nothing else. */
class EthereumStateTest {

  private static final Address SOMEBODY = BlockFixture.ALICE.address();
  private static final byte[] WORD = text("5a".repeat(32));
  private static final byte[] NONE = text("");

  private static String said(Proven<?> proven) {
    return proven instanceof Proven.NotShown<?>(var fault, _) ? fault.name() : "shown";
  }

  /** A trie with one key: the root, and the leaf that it is. */
  private static byte[] leaf(byte[] key, byte[] value) {
    return RlpFixture.pathNode("20" + HexFormat.of().formatHex(Keccak.hash(key)), text(value));
  }

  private static Proven<EthereumStateAccount> account(byte[] encoded) {
    var leaf = leaf(SOMEBODY.walletBytes().orElseThrow(), encoded);
    var block = new EthereumHeader(Word.ZERO, 1, 1, Word.keccak(leaf));
    return block.account(SOMEBODY, List.of(leaf));
  }

  private static Proven<Word> slot(byte[] encoded) {
    var slot = Word.of(Hash.ofText("a slot"));
    var leaf = leaf(slot.bytes(), encoded);
    return new EthereumStateAccount(BigInteger.ONE, BigInteger.ONE, Word.keccak(leaf), Word.ZERO)
        .slot(slot, List.of(leaf));
  }

  @Test
  void readsAccountsOfFourFields() {
    var largest = text("ff".repeat(32));
    var account = account(RlpFixture.list(text("ff".repeat(8)), largest, WORD, WORD));
    assertThat(said(account)).isEqualTo("shown");

    assertThat(
            List.of(
                said(account(hex("c0"))),
                said(account(RlpFixture.list(NONE, NONE, WORD))),
                said(account(RlpFixture.list(NONE, NONE, WORD, WORD, WORD))),
                said(account(RlpFixture.list(hex("00"), NONE, WORD, WORD))),
                said(account(RlpFixture.list(NONE, text("0001"), WORD, WORD))),
                said(account(RlpFixture.list(text("01".repeat(9)), NONE, WORD, WORD))),
                said(account(RlpFixture.list(NONE, text("01".repeat(33)), WORD, WORD))),
                said(account(RlpFixture.list(NONE, NONE, text("5a".repeat(31)), WORD))),
                said(account(RlpFixture.list(NONE, NONE, WORD, text("5a".repeat(33))))),
                said(account(RlpFixture.list(NONE, NONE, WORD, hex("c0"))))))
        .containsOnly("ACCOUNT_MALFORMED");
  }

  @Test
  void readsSlotsOfAtMost32Bytes() {
    assertThat(slot(hex("01"))).isEqualTo(Proven.shown(Word.ofNumber(BigInteger.ONE)));
    assertThat(slot(WORD)).isEqualTo(Proven.shown(Word.of(hex("5a".repeat(32))).orElseThrow()));
    var withZeros = Word.parse("0x0000" + "5a".repeat(30));
    assertThat(slot(text("5a".repeat(30)))).isEqualTo(Proven.shown(withZeros.orElseThrow()));

    assertThat(
            List.of(
                said(slot(NONE)),
                said(slot(hex("00"))),
                said(slot(text("0001"))),
                said(slot(text("5a".repeat(33)))),
                said(slot(hex("c0"))),
                said(slot(hex("0101")))))
        .containsOnly("SLOT_MALFORMED");
  }

  @Test
  void takesNoEmptyValueForNone() {
    assertThat(said(slot(new byte[0]))).isEqualTo("NODE_MALFORMED");
    assertThat(said(account(new byte[0]))).isEqualTo("NODE_MALFORMED");
  }

  private static String header(byte[]... fields) {
    var header = RlpFixture.list(fields);
    return said(EthereumHeader.read(header, Word.keccak(header)));
  }

  private static byte[][] fields(int count) {
    var fields = new byte[count][];
    for (int i = 0; i < count; i++) {
      fields[i] = i == 6 ? text("00".repeat(256)) : i == 8 || i == 11 ? text("1234") : WORD;
    }
    return fields;
  }

  private static String headerWith(int field, byte[] encoded) {
    var fields = fields(15);
    fields[field] = encoded;
    return header(fields);
  }

  /** More fields are those of later kinds of headers. */
  @ParameterizedTest
  @ValueSource(ints = {15, 16, 21, 24})
  void readsHeadersOfEveryAge(int count) {
    assertThat(header(fields(count))).isEqualTo("shown");
  }

  @Test
  void refusesWhatIsNoHeader() {
    assertThat(headerWith(8, text("7f" + "ff".repeat(7)))).isEqualTo("shown");
    assertThat(
            List.of(
                header(fields(14)),
                header(),
                headerWith(3, text("5a".repeat(31))),
                headerWith(6, text("00".repeat(255))),
                headerWith(8, text("80" + "00".repeat(7))),
                headerWith(8, text("01".repeat(9))),
                headerWith(8, hex("00")),
                headerWith(11, text("001234")),
                headerWith(0, hex("c0")),
                headerWith(14, hex("c0"))))
        .containsOnly("HEADER_MALFORMED");
  }

  /** Somebody may have taken the hash of a node or a transaction for that of a block. */
  @Test
  void takesNoNodeForAHeader() {
    var faults = new ArrayList<String>();
    for (var trie : EthereumVectors.tries()) {
      EthereumVectors.allBytes(trie.get("nodes"))
          .forEach(node -> faults.add(said(EthereumHeader.read(node, Word.keccak(node)))));
    }
    assertThat(faults).isNotEmpty().containsOnly("HEADER_MALFORMED");
  }

  @Test
  void throwsNothingWhateverTheBytesAre() {
    var random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      var noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      assertThat(said(account(noise))).isNotEqualTo("shown");
      assertThat(said(slot(noise))).isIn("shown", "SLOT_MALFORMED", "NODE_MALFORMED");
      assertThat(said(EthereumHeader.read(noise, Word.keccak(noise))))
          .isEqualTo("HEADER_MALFORMED");
    }
  }
}
