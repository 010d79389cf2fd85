package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.ethereum.EthereumReceipt.Status;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Word;
import org.web3j.utils.Numeric;
import tools.jackson.databind.JsonNode;

/**
 * A node that is asked through web3j. Its answers are read strictly and have to be about what was
 * asked; web3j's own types for them are not used, since they take much for good that is none.
 */
final class Web3jNode implements EthereumNode {

  private static final long SECONDS_MAX = Time.MAX_MILLIS / 1_000;

  private final JsonRpc rpc;

  Web3jNode(JsonRpc rpc) {
    this.rpc = rpc;
  }

  @Override
  public NodeAnswer<String> client() {
    return rpc.ask("web3_clientVersion", List.of(), result -> rpc.cleaned(NodeJson.text(result)));
  }

  @Override
  public NodeAnswer<Long> chainId() {
    return rpc.ask("eth_chainId", List.of(), NodeJson::number);
  }

  @Override
  public NodeAnswer<Boolean> isSyncing() {
    return rpc.ask(
        "eth_syncing", List.of(), result -> result.isObject() || NodeJson.isTrue(result));
  }

  @Override
  public NodeAnswer<Optional<EthereumBlock>> block(BlockTag tag) {
    return rpc.ask(
        "eth_getBlockByNumber",
        List.of(tag.parameter(), false),
        found(result -> {
          var block = block(result);
          if (tag.number().isPresent()) {
            isAbout(block.number() == tag.number().getAsLong());
          }
          return block;
        }));
  }

  private static EthereumBlock block(JsonNode json) {
    long seconds = NodeJson.number(NodeJson.field(json, "timestamp"));
    var transactions = NodeJson.field(json, "transactions");
    if (seconds > SECONDS_MAX || !transactions.isArray()) {
      throw new NotUnderstood("a time until the year 9999 and a list of transactions");
    }
    return new EthereumBlock(
        NodeJson.number(NodeJson.field(json, "number")),
        NodeJson.hash(NodeJson.field(json, "hash")),
        NodeJson.hash(NodeJson.field(json, "parentHash")),
        Instant.ofEpochSecond(seconds),
        transactions.size(),
        NodeJson.quantity(NodeJson.field(json, "gasUsed")),
        NodeJson.quantity(NodeJson.field(json, "gasLimit")),
        NodeJson.optional(json, "baseFeePerGas").map(NodeJson::quantity));
  }

  @Override
  public NodeAnswer<BigInteger> balance(Address account) {
    return rpc.ask(
        "eth_getBalance", List.of(account.text(), BlockTag.LATEST.parameter()), NodeJson::quantity);
  }

  @Override
  public NodeAnswer<Long> nonce(Address account, BlockTag tag) {
    return rpc.ask(
        "eth_getTransactionCount", List.of(account.text(), tag.parameter()), NodeJson::number);
  }

  @Override
  public NodeAnswer<Optional<EthereumTransaction>> transaction(Word hash) {
    return rpc.ask(
        "eth_getTransactionByHash",
        List.of(hash.toString()),
        found(result -> {
          var transaction = transaction(result);
          isAbout(transaction.hash().equals(hash));
          return transaction;
        }));
  }

  private static EthereumTransaction transaction(JsonNode json) {
    return new EthereumTransaction(
        NodeJson.hash(NodeJson.field(json, "hash")),
        NodeJson.address(NodeJson.field(json, "from")),
        NodeJson.optional(json, "to").map(NodeJson::address),
        NodeJson.quantity(NodeJson.field(json, "value")),
        NodeJson.number(NodeJson.field(json, "nonce")),
        NodeJson.quantity(NodeJson.field(json, "gas")),
        NodeJson.bytes(NodeJson.field(json, "input")));
  }

  @Override
  public NodeAnswer<Optional<EthereumReceipt>> receipt(Word hash) {
    return rpc.ask(
        "eth_getTransactionReceipt",
        List.of(hash.toString()),
        found(result -> {
          isAbout(NodeJson.hash(NodeJson.field(result, "transactionHash")).equals(hash));
          return receipt(result);
        }));
  }

  private static EthereumReceipt receipt(JsonNode json) {
    return new EthereumReceipt(
        NodeJson.optional(json, "status").map(Web3jNode::status).orElse(Status.UNKNOWN),
        NodeJson.number(NodeJson.field(json, "blockNumber")),
        NodeJson.hash(NodeJson.field(json, "blockHash")),
        NodeJson.quantity(NodeJson.field(json, "gasUsed")),
        NodeJson.optional(json, "effectiveGasPrice").map(NodeJson::quantity),
        NodeJson.optional(json, "contractAddress").map(NodeJson::address));
  }

  private static Status status(JsonNode value) {
    var status = NodeJson.quantity(value);
    if (status.equals(BigInteger.ONE)) {
      return Status.SUCCEEDED;
    }
    if (status.equals(BigInteger.ZERO)) {
      return Status.REVERTED;
    }
    throw new NotUnderstood("a status of 1 or 0");
  }

  @Override
  public NodeAnswer<Optional<List<EthereumTransaction>>> transactionsIn(BlockTag tag) {
    return rpc.ask(
        "eth_getBlockByNumber",
        List.of(tag.parameter(), true),
        found(result -> {
          var number = NodeJson.number(NodeJson.field(result, "number"));
          isAbout(tag.number().isEmpty() || tag.number().getAsLong() == number);
          return NodeJson.field(result, "transactions")
              .valueStream()
              .map(Web3jNode::transaction)
              .toList();
        }));
  }

  @Override
  public NodeAnswer<String> code(Address address) {
    return rpc.ask(
        "eth_getCode", List.of(address.text(), BlockTag.LATEST.parameter()), NodeJson::bytes);
  }

  @Override
  public NodeAnswer<BigInteger> tip() {
    return rpc.ask("eth_maxPriorityFeePerGas", List.of(), NodeJson::quantity);
  }

  @Override
  public NodeAnswer<BigInteger> gas(Address from, EthereumOrder order) {
    var call = new LinkedHashMap<String, Object>();
    call.put("from", from.text());
    order.to().ifPresent(to -> call.put("to", to.text()));
    call.put("value", Numeric.encodeQuantity(order.value()));
    call.put("data", order.data());
    return rpc.ask("eth_estimateGas", List.of(call), NodeJson::quantity);
  }

  @Override
  public NodeAnswer<Word> send(String raw) {
    return rpc.ask("eth_sendRawTransaction", List.of(raw), NodeJson::hash);
  }

  /** Reads null as nothing there. */
  private static <T> Function<JsonNode, Optional<T>> found(Function<JsonNode, T> reading) {
    return result -> NodeJson.present(result).map(reading);
  }

  private static void isAbout(boolean isSo) {
    if (!isSo) {
      throw new NotUnderstood("what was asked for");
    }
  }

  @Override
  public long connections() {
    return rpc.connections();
  }

  @Override
  public NodeAnswer<Optional<byte[]>> header(Word block) {
    return HeaderRlp.ask(rpc, block);
  }

  @Override
  public NodeAnswer<StateProof> proof(Address account, List<Word> slots, long block) {
    return StateProof.ask(rpc, account, slots, block);
  }

  @Override
  public NodeAnswer<Optional<List<EthereumLog>>> logs(Word transaction) {
    return rpc.ask(
        "eth_getTransactionReceipt",
        List.of(transaction.toString()),
        found(result -> {
          isAbout(NodeJson.hash(NodeJson.field(result, "transactionHash")).equals(transaction));
          return EthereumLog.ofReceipt(result);
        }));
  }
}
