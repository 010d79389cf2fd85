package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ledgerstone.protocol.AnchorEvidence.InContract;

/** Evidence shows the head that it is said to be of, after the block it names, and no other. */
class AnchorEvidenceTest {

  private static final Hash LEDGER = Hash.ofText("ledger");
  private static final AnchorCalldata ANCHOR =
      new AnchorCalldata(LEDGER, 70_001, Hash.ofText("head"));
  private static final AnchorEvidence EVIDENCE = AnchorFixture.inContract(ANCHOR);

  private static String judged(AnchorEvidence evidence, AnchorCalldata claimed) {
    return evidence.judge(claimed, EVIDENCE.blockHash()) instanceof Proven.NotShown<?>(var fault, _)
        ? fault.name()
        : "shown";
  }

  @Test
  void showsTheBlockAndTheHead() {
    assertThat(EVIDENCE.judge(ANCHOR, EVIDENCE.blockHash()))
        .isInstanceOfSatisfying(
            Proven.Shown.class,
            shown -> {
              var block = (EthereumHeader) shown.value();
              assertThat(block.number()).isEqualTo(AnchorFixture.NUMBER);
              assertThat(block.timeSeconds()).isEqualTo(AnchorFixture.TIME_SECONDS);
              assertThat(block.hash()).isEqualTo(EVIDENCE.blockHash());
            });
  }

  @Test
  void showsManyOthers() {
    for (long index = 1; index < 300; index++) {
      var anchor = new AnchorCalldata(Hash.ofText("l" + index), index, Hash.ofText("h" + index));
      var evidence = AnchorFixture.inContract(anchor);
      assertThat(evidence.judge(anchor, evidence.blockHash())).isInstanceOf(Proven.Shown.class);
    }
  }

  @Test
  void showsNothingElse() {
    var later = new AnchorCalldata(LEDGER, 70_002, ANCHOR.head());
    var other = new AnchorCalldata(LEDGER, 70_001, Hash.ofText("other"));
    var elsewhere = new AnchorCalldata(Hash.ofText("elsewhere"), 70_001, ANCHOR.head());
    assertThat(judged(EVIDENCE, ANCHOR)).isEqualTo("shown");
    assertThat(judged(EVIDENCE, later)).isEqualTo("HEAD_WRONG");
    assertThat(judged(EVIDENCE, other)).isEqualTo("HEAD_WRONG");
    assertThat(judged(EVIDENCE, elsewhere)).startsWith("NODE_");
    assertThat(judged(with(EVIDENCE.blockNumber() + 1, EVIDENCE.by()), ANCHOR))
        .isEqualTo("NUMBER_WRONG");
    assertThat(judged(with(EVIDENCE.blockNumber(), BlockFixture.ALICE.address()), ANCHOR))
        .startsWith("NODE_");
    assertThat(judged(AnchorFixture.inTransaction(), ANCHOR)).isEqualTo("NOT_IN_CONTRACT");
    var fault = EVIDENCE.judge(ANCHOR, Word.ZERO);
    assertThat(fault.toString()).contains("HEADER_HASH_WRONG");
  }

  /** The contract takes any index; the highest that a block can have is the last that is read. */
  @Test
  void showsNoIndexThatNoBlockHas() {
    var highest = new AnchorCalldata(LEDGER, (1L << 53) - 1, ANCHOR.head());
    var evidence = AnchorFixture.inContract(highest);
    assertThat(evidence.judge(highest, evidence.blockHash())).isInstanceOf(Proven.Shown.class);
    var beyond = AnchorFixture.inContract(LEDGER, 1L << 53, ANCHOR.head());
    assertThat(beyond.judge(highest, beyond.blockHash()).toString()).contains("INDEX_WRONG");
  }

  private static AnchorEvidence with(long number, Address by) {
    return new AnchorEvidence(
        1, by, EVIDENCE.transaction(), number, EVIDENCE.blockHash(), EVIDENCE.inContract());
  }

  @Test
  void knowsWhatIsTooLarge() {
    assertThat(EVIDENCE.inContract().orElseThrow().isWithinBounds()).isTrue();
    assertThat(sized(16_384, 65, 1_024).isWithinBounds()).isTrue();
    assertThat(sized(16_385, 65, 1_024).isWithinBounds()).isFalse();
    assertThat(sized(16_384, 66, 1_024).isWithinBounds()).isFalse();
    assertThat(sized(16_384, 65, 1_025).isWithinBounds()).isFalse();
    var nodes = nodes(66, 1);
    var one = List.of(new byte[1]);
    var header = new byte[1];
    for (var kept :
        List.of(
            new InContract(AnchorFixture.CONTRACT, 0, header, nodes, one, one),
            new InContract(AnchorFixture.CONTRACT, 0, header, one, nodes, one),
            new InContract(AnchorFixture.CONTRACT, 0, header, one, one, nodes))) {
      assertThat(kept.isWithinBounds()).isFalse();
    }
  }

  private static InContract sized(int header, int count, int bytes) {
    var nodes = nodes(count, bytes);
    return new InContract(AnchorFixture.CONTRACT, 0, new byte[header], nodes, nodes, nodes);
  }

  private static List<byte[]> nodes(int count, int bytes) {
    return IntStream.range(0, count).mapToObj(i -> new byte[bytes]).toList();
  }

  @Test
  void isOfNoIndexThatNoBlockHas() {
    assertThat(AnchorCalldata.of(LEDGER, 1, LEDGER)).isPresent();
    assertThat(AnchorCalldata.of(LEDGER, 0, LEDGER)).isEqualTo(Optional.empty());
    assertThat(AnchorCalldata.of(LEDGER, 1L << 53, LEDGER)).isEmpty();
  }
}
