package org.ledgerstone.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.TreeNodes;

/**
 * The history of a branch: that of the chain, with what the branch's own blocks have put over it.
 */
final class BranchNodes implements TreeNodes {

  private record Place(int level, long position) {}

  private final TreeNodes chain;
  private final Map<Place, Hash> own = new HashMap<>();

  BranchNodes(TreeNodes chain) {
    this.chain = chain;
  }

  /**
   * The history of a chain of so many blocks, as far as blocks after them need it. It is read here
   * and then no more, whatever becomes of the chain.
   */
  static BranchNodes after(TreeNodes chain, long size) {
    var edge =
        new BranchNodes((level, position) -> {
          throw new IllegalArgumentException("Not at the end: " + level + ", " + position);
        });
    for (int level = 0; size >> level > 0; level++) {
      if ((size >> level & 1) == 1) {
        long position = (size >> level) - 1;
        edge.put(List.of(new MerkleTree.Node(level, position, chain.node(level, position))));
      }
    }
    return edge;
  }

  void put(List<MerkleTree.Node> nodes) {
    nodes.forEach(node -> own.put(new Place(node.level(), node.position()), node.hash()));
  }

  @Override
  public Hash node(int level, long position) {
    var hash = own.get(new Place(level, position));
    return hash != null ? hash : chain.node(level, position);
  }
}
