package org.ledgerstone.protocol;

import static org.ledgerstone.protocol.RlpFixture.text;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Evidence of anchors on a chain of Ethereum that has one block, one contract and one anchor. */
public final class AnchorFixture {

  /** Who anchors. */
  public static final Address BY = BlockFixture.BOB.address();

  /** Where the contract is. */
  public static final Address CONTRACT = new Address("0x" + "c0".repeat(20));

  /** The number of the block. */
  public static final long NUMBER = 23_000_001;

  /** When the block was made. */
  public static final long TIME_SECONDS = 1_790_000_000;

  private static final long LOG = 7;
  private static final Word TRANSACTION = Word.of(Hash.ofText("transaction"));

  private AnchorFixture() {}

  /** The anchor of the head that a proof ends with. */
  public static AnchorCalldata anchored(InclusionProof proof) {
    return new AnchorCalldata(proof.ledger(), proof.head().header().index(), proof.head().hash());
  }

  /** Evidence that needs a node to be checked. */
  public static AnchorEvidence inTransaction() {
    return new AnchorEvidence(
        1, BY, TRANSACTION, NUMBER, Word.of(Hash.ofText("block")), Optional.empty());
  }

  /** Evidence that a contract held this head right after the block. */
  public static AnchorEvidence inContract(AnchorCalldata anchored) {
    return inContract(anchored.ledger(), anchored.index(), anchored.head());
  }

  /** The same with an index that need not be one of a block. */
  static AnchorEvidence inContract(Hash ledger, long index, Hash head) {
    var slot = AnchorContract.indexSlot(BY, ledger).orElseThrow();
    var storage =
        TwoKeys.of(
            Keccak.hash(slot.bytes()),
            text(minimal(index)),
            Keccak.hash(slot.next().bytes()),
            text(stripped(new BigInteger(1, head.bytes()))));
    var account =
        RlpFixture.list(
            text("01"),
            text(""),
            text(storage.root().bytes()),
            text(AnchorContract.CODE_HASH.bytes()));
    var key = Keccak.hash(CONTRACT.walletBytes().orElseThrow());
    var leaf = RlpFixture.pathNode("20" + HexFormat.of().formatHex(key), text(account));
    var header = header(Word.keccak(leaf));
    return new AnchorEvidence(
        1,
        BY,
        TRANSACTION,
        NUMBER,
        Word.keccak(header),
        Optional.of(
            new AnchorEvidence.InContract(
                CONTRACT, LOG, header, List.of(leaf), storage.toFirst(), storage.toSecond())));
  }

  private static byte[] header(Word stateRoot) {
    var fields = new byte[15][];
    for (int i = 0; i < fields.length; i++) {
      fields[i] =
          switch (i) {
            case 3 -> text(stateRoot.bytes());
            case 6 -> text("00".repeat(256));
            case 8 -> text(minimal(NUMBER));
            case 11 -> text(minimal(TIME_SECONDS));
            default -> text("5a".repeat(32));
          };
    }
    return RlpFixture.list(fields);
  }

  private static byte[] minimal(long number) {
    return stripped(BigInteger.valueOf(number));
  }

  private static byte[] stripped(BigInteger number) {
    var digits = number.toString(16);
    return RlpFixture.hex(digits.length() % 2 == 0 ? digits : "0" + digits);
  }

  /** A trie of two keys: what they share, a branch, and a leaf for the rest of each. */
  private record TwoKeys(Word root, List<byte[]> toFirst, List<byte[]> toSecond) {

    static TwoKeys of(byte[] first, byte[] firstValue, byte[] second, byte[] secondValue) {
      var one = HexFormat.of().formatHex(first);
      var two = HexFormat.of().formatHex(second);
      int shared = 0;
      while (one.charAt(shared) == two.charAt(shared)) {
        shared++;
      }
      var leafOne = leaf(one.substring(shared + 1), firstValue);
      var leafTwo = leaf(two.substring(shared + 1), secondValue);
      var branch = branch(one.charAt(shared), leafOne, two.charAt(shared), leafTwo);
      if (shared == 0) {
        return new TwoKeys(Word.keccak(branch), List.of(branch, leafOne), List.of(branch, leafTwo));
      }
      var extension =
          RlpFixture.pathNode(
              prefixed(0, one.substring(0, shared)), text(Word.keccak(branch).bytes()));
      return new TwoKeys(
          Word.keccak(extension),
          List.of(extension, branch, leafOne),
          List.of(extension, branch, leafTwo));
    }

    private static byte[] leaf(String digits, byte[] value) {
      return RlpFixture.pathNode(prefixed(2, digits), text(value));
    }

    private static String prefixed(int kind, String digits) {
      return digits.length() % 2 == 0 ? kind + "0" + digits : (kind + 1) + digits;
    }

    private static byte[] branch(char one, byte[] leafOne, char two, byte[] leafTwo) {
      var items = new byte[17][];
      for (int i = 0; i < items.length; i++) {
        items[i] = text("");
      }
      items[Character.digit(one, 16)] = text(Word.keccak(leafOne).bytes());
      items[Character.digit(two, 16)] = text(Word.keccak(leafTwo).bytes());
      return RlpFixture.list(items);
    }
  }
}
