package org.ledgerstone.ethereum;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Word;
import tools.jackson.databind.JsonNode;

/**
 * What {@code eth_getProof} tells (EIP-1186): the nodes of the tries alone. They are judged by the
 * protocol's rules, so nothing else of the answer is needed or believed.
 *
 * @param account from the state's root to the account
 * @param slots from the root of its storage to each slot, in the order in which they were asked for
 */
record StateProof(List<byte[]> account, List<List<byte[]>> slots) {

  /** Keeps its own copies. */
  StateProof {
    account = List.copyOf(account);
    slots = List.copyOf(slots);
  }

  /** Asks for what an account has in slots right after a block. */
  static NodeAnswer<StateProof> ask(JsonRpc rpc, Address account, List<Word> slots, long block) {
    return rpc.ask(
        "eth_getProof",
        List.of(
            account.text(),
            slots.stream().map(Word::toString).toList(),
            BlockTag.number(block).parameter()),
        result -> read(result, slots.size()));
  }

  private static StateProof read(JsonNode json, int slotCount) {
    var slots = new ArrayList<List<byte[]>>();
    for (var slot : NodeJson.elements(NodeJson.field(json, "storageProof"))) {
      slots.add(nodes(NodeJson.field(slot, "proof")));
    }
    if (slots.size() != slotCount) {
      throw new NotUnderstood("a proof of each slot");
    }
    return new StateProof(nodes(NodeJson.field(json, "accountProof")), slots);
  }

  private static List<byte[]> nodes(JsonNode list) {
    return NodeJson.elements(list).stream().map(NodeJson::octets).toList();
  }
}
