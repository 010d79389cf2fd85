package org.ledgerstone.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/** Proof files put together by the documentation, and not by the room's code. */
final class ProofFile {

  private ProofFile() {}

  /**
   * That a transaction stands in the chain that ends with a head.
   *
   * @param chain the blocks from genesis on
   * @param block the index of the block that holds it
   * @param head the index of the head
   */
  static Map<String, Object> inclusion(List<SealedBlock> chain, int block, int position, int head) {
    var held = chain.get(block - 1).transactions();
    var leaves = MerkleTree.nodesOf(held.stream().map(Transaction::leaf).toList());
    var fields = begun();
    fields.put("genesis", chain.getFirst().hash().toString());
    fields.put("transaction", transaction(held.get(position)));
    fields.put("position", position);
    fields.put("count", held.size());
    fields.put("path", texts(MerkleTree.inclusion(leaves, position, held.size())));
    fields.put("block", block(chain.get(block - 1)));
    if (block < head) {
      fields.put("history", history(chain, block, head));
    }
    fields.put("head", block(chain.get(head - 1)));
    return fields;
  }

  private static Map<String, Object> history(List<SealedBlock> chain, int block, int head) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("size", head - 1);
    fields.put("path", path(chain, block, head));
    return fields;
  }

  /** How a block stands in a head's history. */
  static List<String> path(List<SealedBlock> chain, int block, int head) {
    var leaves = MerkleTree.nodesOf(hashes(chain.subList(0, head - 1)));
    return texts(MerkleTree.inclusion(leaves, block - 1, head - 1));
  }

  /** That the second head comes after the first. */
  static Map<String, Object> consistency(List<SealedBlock> chain, int first, int second) {
    var fields = begun();
    fields.put("first", block(chain.get(first - 1)));
    fields.put("second", block(chain.get(second - 1)));
    var leaves = MerkleTree.nodesOf(hashes(chain.subList(0, second - 1)));
    fields.put("proof", texts(MerkleTree.consistency(leaves, first - 1, second - 1)));
    fields.put("path", first == second ? List.of() : path(chain, first, second));
    return fields;
  }

  private static Map<String, Object> begun() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", 1);
    return fields;
  }

  private static Map<String, Object> transaction(Transaction transaction) {
    var authorization = transaction.authorization();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", transaction.id().toString());
    fields.put("contentText", transaction.content().contentText());
    fields.put("accepted", transaction.accepted().toString());
    fields.put("scheme", authorization.scheme().number());
    fields.put("authorization", authorization.signature().map(Object::toString).orElse(""));
    if (transaction.content() instanceof Transfer transfer) {
      fields.put("memo", transfer.memo());
    }
    if (transaction.content() instanceof Post post) {
      fields.put("author", post.author());
      fields.put("content", post.content());
    }
    return fields;
  }

  /** A block as proofs show it. */
  static Map<String, Object> block(SealedBlock block) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", block.header().index());
    fields.put("hash", block.hash().toString());
    fields.put("headerText", block.header().text());
    block.seal().ifPresent(seal -> fields.put("seal", seal.toString()));
    return fields;
  }

  private static List<Hash> hashes(List<SealedBlock> blocks) {
    return blocks.stream().map(block -> SealedBlock.historyLeaf(block.hash())).toList();
  }

  private static List<String> texts(List<Hash> hashes) {
    return hashes.stream().map(Hash::toString).toList();
  }
}
