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

  void put(List<MerkleTree.Node> nodes) {
    nodes.forEach(node -> own.put(new Place(node.level(), node.position()), node.hash()));
  }

  @Override
  public Hash node(int level, long position) {
    var hash = own.get(new Place(level, position));
    return hash != null ? hash : chain.node(level, position);
  }
}
