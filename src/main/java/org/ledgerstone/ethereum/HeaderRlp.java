package org.ledgerstone.ethereum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.protocol.Word;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;
import tools.jackson.databind.JsonNode;

/**
 * The bytes of a block's header, whose Keccak-256 is the block's hash. Nodes tell the fields; a
 * header with fields that are not known here is asked for as it is, which few nodes offer.
 */
final class HeaderRlp {

  /** In the order of the Yellow Paper, 4.3; the rest as forks have added it, London to Prague. */
  private static final List<Field> FIRST =
      List.of(
          new Field("parentHash", Kind.BYTES),
          new Field("sha3Uncles", Kind.BYTES),
          new Field("miner", Kind.BYTES),
          new Field("stateRoot", Kind.BYTES),
          new Field("transactionsRoot", Kind.BYTES),
          new Field("receiptsRoot", Kind.BYTES),
          new Field("logsBloom", Kind.BYTES),
          new Field("difficulty", Kind.NUMBER),
          new Field("number", Kind.NUMBER),
          new Field("gasLimit", Kind.NUMBER),
          new Field("gasUsed", Kind.NUMBER),
          new Field("timestamp", Kind.NUMBER),
          new Field("extraData", Kind.BYTES),
          new Field("mixHash", Kind.BYTES),
          new Field("nonce", Kind.BYTES));

  private static final List<Field> LATER =
      List.of(
          new Field("baseFeePerGas", Kind.NUMBER),
          new Field("withdrawalsRoot", Kind.BYTES),
          new Field("blobGasUsed", Kind.NUMBER),
          new Field("excessBlobGas", Kind.NUMBER),
          new Field("parentBeaconBlockRoot", Kind.BYTES),
          new Field("requestsHash", Kind.BYTES));

  private enum Kind {
    BYTES,
    NUMBER
  }

  private record Field(String name, Kind kind) {

    RlpType of(JsonNode value) {
      return switch (kind) {
        case BYTES -> RlpString.create(NodeJson.octets(value));
        case NUMBER -> RlpString.create(NodeJson.quantity(value));
      };
    }
  }

  private HeaderRlp() {}

  /** Asks for the header of the block with this hash; empty where the node knows no such block. */
  static NodeAnswer<Optional<byte[]>> ask(JsonRpc rpc, Word block) {
    return rpc.ask("eth_getBlockByHash", List.of(block.toString(), false), NodeJson::present)
        .then(found ->
            found
                .map(json -> ofFields(rpc, json, block))
                .orElseGet(() -> new Got<>(Optional.empty())));
  }

  private static NodeAnswer<Optional<byte[]>> ofFields(JsonRpc rpc, JsonNode json, Word block) {
    return encoded(json, block)
        .<NodeAnswer<Optional<byte[]>>>map(header -> new Got<>(Optional.of(header)))
        .orElseGet(() -> raw(rpc, block).map(Optional::of));
  }

  private static NodeAnswer<byte[]> raw(JsonRpc rpc, Word block) {
    return rpc.ask(
            "debug_getRawHeader",
            List.of(block.toString()),
            result -> {
              var header = NodeJson.octets(result);
              if (!isOf(block, header)) {
                throw new NotUnderstood("the header of the block that was asked for");
              }
              return Optional.of(header);
            })
        .orIfRefused(Optional.empty())
        .then(header ->
            header
                .<NodeAnswer<byte[]>>map(Got::new)
                .orElseGet(() ->
                    new Away<>(
                        "What the node tells of block "
                            + block
                            + " does not make up its header.")));
  }

  /** The header that these fields make up; empty if it has another hash. */
  static Optional<byte[]> encoded(JsonNode block, Word hash) {
    try {
      return Optional.of(encoded(block)).filter(header -> isOf(hash, header));
    } catch (NotUnderstood e) {
      return Optional.empty();
    }
  }

  private static byte[] encoded(JsonNode block) {
    var fields = new ArrayList<RlpType>();
    for (var field : FIRST) {
      fields.add(field.of(NodeJson.field(block, field.name())));
    }
    for (var field : LATER) {
      var value = NodeJson.optional(block, field.name());
      if (value.isEmpty()) {
        break;
      }
      fields.add(field.of(value.get()));
    }
    return RlpEncoder.encode(new RlpList(fields));
  }

  private static boolean isOf(Word hash, byte[] header) {
    return Word.keccak(header).equals(hash);
  }
}
