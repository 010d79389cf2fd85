package org.ledgerstone.ethereum;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.AnchorCalldata;
import org.ledgerstone.protocol.AnchorContract;

/** Finds what the anchor contract tells of an anchor among all that was told. */
final class AnchorLogs {

  private AnchorLogs() {}

  /** Those that tell of just this anchor by this account in this contract. */
  static Stream<EthereumLog> of(
      List<EthereumLog> logs, AnchorCalldata anchored, Address by, Address contract) {
    var topics = AnchorContract.eventTopics(by, anchored.ledger());
    var data =
        "0x"
            + HexFormat.of().formatHex(AnchorContract.eventData(anchored.index(), anchored.head()));
    return logs.stream()
        .filter(log -> log.contract().equals(contract))
        .filter(log -> topics.filter(log.topics()::equals).isPresent())
        .filter(log -> log.data().equals(data));
  }
}
