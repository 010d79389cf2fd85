package org.ledgerstone.ethereum.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ledgerstone.ethereum.ChainView;
import org.ledgerstone.ethereum.EthereumAccount;
import org.ledgerstone.ethereum.EthereumBlock;
import org.ledgerstone.ethereum.EthereumReceipt;
import org.ledgerstone.ethereum.FoundTransaction;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Word;

/**
 * Ethereum as JSON: wei and gas as decimal texts, addresses with their checksum, hashes with 0x.
 */
final class EthereumJson {

  private EthereumJson() {}

  static Map<String, Object> off() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("configured", false);
    return fields;
  }

  static Map<String, Object> write(String node, ChainView view) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("configured", true);
    fields.put("node", node);
    fields.put("state", view.state().name());
    if (!view.detail().isEmpty()) {
      fields.put("detail", view.detail());
    }
    view.client().ifPresent(client -> fields.put("client", client));
    view.chain()
        .ifPresent(chain -> {
          fields.put("chainId", chain.id());
          fields.put("genesis", chain.genesis().toString());
        });
    view.head().ifPresent(head -> fields.put("syncing", view.state() == ChainView.State.SYNCING));
    view.expected()
        .ifPresent(expected -> {
          fields.put("expectedChainId", expected.id());
          expected.genesis().ifPresent(hash -> fields.put("expectedGenesis", hash.toString()));
        });
    view.head().ifPresent(head -> fields.put("head", place(head)));
    view.finalized().ifPresent(last -> fields.put("finalized", place(last)));
    return fields;
  }

  private static Map<String, Object> place(EthereumBlock block) {
    var fields = place(block.number(), block.hash());
    fields.put("time", Time.of(block.time()).toString());
    return fields;
  }

  static Map<String, Object> place(long number, Word hash) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("number", number);
    fields.put("hash", hash.toString());
    return fields;
  }

  static Map<String, Object> write(Address address) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("address", address.shown());
    return fields;
  }

  static Map<String, Object> write(EthereumAccount account) {
    var fields = write(account.address());
    fields.put("balance", account.balance().toString());
    fields.put("nonce", account.nonce());
    fields.put("pendingNonce", account.pendingNonce());
    return fields;
  }

  static Map<String, Object> write(EthereumBlock block) {
    var fields = place(block.number(), block.hash());
    fields.put("parentHash", block.parent().toString());
    fields.put("time", Time.of(block.time()).toString());
    fields.put("transactionCount", block.transactionCount());
    fields.put("gasUsed", block.gasUsed().toString());
    fields.put("gasLimit", block.gasLimit().toString());
    block.baseFee().ifPresent(fee -> fields.put("baseFeePerGas", fee.toString()));
    return fields;
  }

  static Map<String, Object> write(FoundTransaction found) {
    var transaction = found.transaction();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("hash", transaction.hash().toString());
    fields.put("from", transaction.from().shown());
    fields.put("to", transaction.to().map(Address::shown).orElse(null));
    fields.put("value", transaction.value().toString());
    fields.put("nonce", transaction.nonce());
    fields.put("gas", transaction.gas().toString());
    fields.put("input", transaction.input());
    fields.put("final", found.isFinal());
    found.receipt().ifPresent(receipt -> fields.put("receipt", write(receipt)));
    return fields;
  }

  private static Map<String, Object> write(EthereumReceipt receipt) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("status", receipt.status().name());
    fields.put("block", place(receipt.blockNumber(), receipt.blockHash()));
    fields.put("gasUsed", receipt.gasUsed().toString());
    receipt.gasPrice().ifPresent(price -> fields.put("effectiveGasPrice", price.toString()));
    receipt.contract().ifPresent(made -> fields.put("contractAddress", made.shown()));
    return fields;
  }
}
