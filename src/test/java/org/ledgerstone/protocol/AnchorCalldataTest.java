package org.ledgerstone.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ledgerstone.protocol.RlpFixture.hex;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint64;

/** What an anchor's transaction carries, with a contract and without. */
class AnchorCalldataTest {

  private static final Hash LEDGER = Hash.ofText("ledger");
  private static final Hash HEAD = Hash.ofText("head");
  private static final AnchorCalldata ANCHOR = new AnchorCalldata(LEDGER, 70_001, HEAD);

  /** Put together from the description by {@code sha256sum} and {@code printf}. */
  private static final String VECTOR =
      "4c534131"
          + "fe14010b4fe83303852f0467c919ef9a7ca089b91e96e3aad7d426dd87079297"
          + "0000000000011171"
          + "9f2e6d33a3717ee826353a404ba4618d1aeeb6879ad7936bce8ed5f46814924d";

  @Test
  void isMarkGenesisIndexAndHead() {
    assertThat(HexFormat.of().formatHex(ANCHOR.encode())).isEqualTo(VECTOR);
    assertThat(ANCHOR.encode()).hasSize(76).hasSize(AnchorCalldata.LENGTH);
    assertThat(AnchorCalldata.decode(hex(VECTOR))).contains(ANCHOR);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 255, 256, (1L << 53) - 1})
  void comesBackAsItWas(long index) {
    var anchor = new AnchorCalldata(LEDGER, index, HEAD);
    assertThat(AnchorCalldata.decode(anchor.encode())).contains(anchor);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 53, Long.MIN_VALUE})
  void hasNoIndexThatNoBlockHas(long index) {
    assertThatThrownBy(() -> new AnchorCalldata(LEDGER, index, HEAD))
        .isInstanceOf(IllegalArgumentException.class);
    var bytes = ANCHOR.encode();
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[36 + i] = (byte) (index >>> (56 - 8 * i));
    }
    assertThat(AnchorCalldata.decode(bytes)).isEmpty();
  }

  @Test
  void isNothingElse() {
    var bytes = ANCHOR.encode();
    assertThat(AnchorCalldata.decode(new byte[0])).isEmpty();
    assertThat(AnchorCalldata.decode(Arrays.copyOf(bytes, 75))).isEmpty();
    assertThat(AnchorCalldata.decode(Arrays.copyOf(bytes, 77))).isEmpty();
    for (int at = 0; at < 4; at++) {
      var marked = bytes.clone();
      marked[at] ^= 0x20;
      assertThat(AnchorCalldata.decode(marked)).as("byte " + at).isEmpty();
    }
    for (int at = 4; at < bytes.length; at++) {
      var other = bytes.clone();
      other[at] ^= 1;
      assertThat(AnchorCalldata.decode(other)).as("byte " + at).isNotEqualTo(Optional.of(ANCHOR));
    }
  }

  /** An ABI encoder that is not ours writes the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 70_001, (1L << 53) - 1})
  void callsTheContractAsItsAbiSays(long index) {
    var call =
        new Function(
            "anchor",
            List.of(
                new Bytes32(LEDGER.bytes()),
                new Uint64(BigInteger.valueOf(index)),
                new Bytes32(HEAD.bytes())),
            List.of());
    assertThat("0x" + HexFormat.of().formatHex(AnchorContract.call(LEDGER, index, HEAD)))
        .isEqualTo(FunctionEncoder.encode(call));
  }

  @Test
  void knowsTheEventAsItsAbiSays() {
    var event =
        new Event(
            "Anchored",
            List.of(
                new TypeReference<org.web3j.abi.datatypes.Address>(true) {},
                new TypeReference<Bytes32>(true) {},
                new TypeReference<Uint64>() {},
                new TypeReference<Bytes32>() {}));
    var by = BlockFixture.ALICE.address();
    assertThat(AnchorContract.eventTopics(by, LEDGER))
        .contains(
            List.of(
                Word.parse(EventEncoder.encode(event)).orElseThrow(),
                Word.parse("0x" + "0".repeat(24) + by.text().substring(2)).orElseThrow(),
                Word.of(LEDGER)));
    assertThat(AnchorContract.eventTopics(new Address("users:alice"), LEDGER)).isEmpty();
    var data = new Uint64(BigInteger.valueOf(7));
    assertThat("0x" + HexFormat.of().formatHex(AnchorContract.eventData(7, HEAD)))
        .isEqualTo("0x" + TypeEncoder.encode(data) + TypeEncoder.encode(new Bytes32(HEAD.bytes())));
  }
}
