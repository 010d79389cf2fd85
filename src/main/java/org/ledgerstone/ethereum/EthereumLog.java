package org.ledgerstone.ethereum;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import tools.jackson.databind.JsonNode;

/**
 * What a contract told while a transaction ran.
 *
 * @param data {@code 0x} and lower-case hex digits
 * @param index which of its block's it is, from 0
 */
record EthereumLog(Address contract, List<Word> topics, String data, long index) {

  /** Keeps its own copy. */
  EthereumLog {
    topics = List.copyOf(topics);
  }

  /** Reads those of a receipt. */
  static List<EthereumLog> ofReceipt(JsonNode receipt) {
    var logs = new ArrayList<EthereumLog>();
    for (var one : NodeJson.elements(NodeJson.field(receipt, "logs"))) {
      logs.add(read(one));
    }
    return logs;
  }

  private static EthereumLog read(JsonNode json) {
    return new EthereumLog(
        NodeJson.address(NodeJson.field(json, "address")),
        NodeJson.elements(NodeJson.field(json, "topics")).stream().map(NodeJson::hash).toList(),
        NodeJson.hex(NodeJson.field(json, "data")),
        NodeJson.number(NodeJson.field(json, "logIndex")));
  }
}
