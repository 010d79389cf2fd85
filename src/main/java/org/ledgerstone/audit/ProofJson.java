package org.ledgerstone.audit;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.AnchorEvidence;
import org.ledgerstone.protocol.ConsistencyProof;
import org.ledgerstone.protocol.ContentText;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.InclusionProof;
import org.ledgerstone.protocol.ProvedBlock;
import org.ledgerstone.protocol.Transaction;

/** Proofs in JSON: the answer of a call is the file that a verifier reads. */
public final class ProofJson {

  private static final int VERSION = 1;

  private ProofJson() {}

  /** A proof that a transaction stands in a chain. */
  public static Map<String, Object> write(InclusionProof proof) {
    var fields = begun();
    fields.put("genesis", proof.ledger().toString());
    fields.put("transaction", write(proof.transaction()));
    fields.put("position", proof.position());
    fields.put("count", proof.count());
    fields.put("path", write(proof.path()));
    fields.put("block", write(proof.block()));
    proof
        .history()
        .ifPresent(history -> {
          var path = new LinkedHashMap<String, Object>();
          path.put("size", history.size());
          path.put("path", write(history.path()));
          fields.put("history", path);
        });
    fields.put("head", write(proof.head()));
    return fields;
  }

  /** The same, telling also where the head is anchored, if it is. */
  public static Map<String, Object> write(InclusionProof proof, Optional<AnchorEvidence> evidence) {
    var fields = write(proof);
    evidence.ifPresent(anchored -> fields.put("ethereum", write(anchored)));
    return fields;
  }

  /** A proof that one head is an ancestor of another. */
  public static Map<String, Object> write(ConsistencyProof proof) {
    var fields = begun();
    fields.put("first", write(proof.first()));
    fields.put("second", write(proof.second()));
    fields.put("proof", write(proof.proof()));
    fields.put("path", write(proof.path()));
    return fields;
  }

  private static Map<String, Object> begun() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", VERSION);
    return fields;
  }

  private static Map<String, Object> write(Transaction transaction) {
    var fields = new LinkedHashMap<String, Object>();
    var authorization = transaction.authorization();
    fields.put("id", transaction.id().toString());
    fields.put("contentText", transaction.content().contentText());
    fields.put("accepted", transaction.accepted().toString());
    fields.put("scheme", authorization.scheme().number());
    fields.put("authorization", authorization.signature().map(Object::toString).orElse(""));
    var texts = ContentText.Texts.of(transaction.content());
    texts.memo().ifPresent(memo -> fields.put("memo", memo));
    texts.author().ifPresent(author -> fields.put("author", author));
    texts.content().ifPresent(content -> fields.put("content", content));
    return fields;
  }

  private static Map<String, Object> write(ProvedBlock block) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", block.header().index());
    fields.put("hash", block.hash().toString());
    fields.put("headerText", block.header().text());
    block.seal().ifPresent(seal -> fields.put("seal", seal.toString()));
    return fields;
  }

  private static Map<String, Object> write(AnchorEvidence evidence) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("chainId", evidence.chainId());
    fields.put("by", evidence.by().text());
    fields.put("transactionHash", evidence.transaction().toString());
    var block = new LinkedHashMap<String, Object>();
    block.put("number", evidence.blockNumber());
    block.put("hash", evidence.blockHash().toString());
    fields.put("block", block);
    evidence
        .inContract()
        .ifPresent(kept -> {
          fields.put("contract", kept.contract().text());
          fields.put("log", kept.log());
          fields.put("header", hex(kept.header()));
          fields.put("accountProof", hex(kept.accountNodes()));
          fields.put("indexProof", hex(kept.indexNodes()));
          fields.put("headProof", hex(kept.headNodes()));
        });
    return fields;
  }

  private static List<String> hex(List<byte[]> nodes) {
    return nodes.stream().map(ProofJson::hex).toList();
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static List<String> write(List<Hash> path) {
    return path.stream().map(Hash::toString).toList();
  }
}
