package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.TreeNodes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tree over the hashes of all blocks, kept so that no answer has to read the whole chain. */
@Component
class HistoryTable implements TreeNodes {

  /** Where a complete subtree stands in the tree. */
  record Place(int level, long position) {}

  private record Found(Place place, Optional<byte[]> hash) {}

  /** Each by itself and not joined: the plans of a connection need not be made anew for that. */
  private static final String NODES =
      "select k.level, k.position, (select h.hash from history h"
          + " where h.level = k.level and h.position = k.position)"
          + " from %s as k (level, position)";

  private final JdbcClient jdbc;
  private final SetStatements sets;

  HistoryTable(JdbcClient jdbc, SetStatements sets) {
    this.jdbc = jdbc;
    this.sets = sets;
  }

  @Override
  public Hash node(int level, long position) {
    return jdbc.sql("select hash from history where level = ? and position = ?")
        .params(level, position)
        .query((row, n) -> Hash.wrap(row.getBytes(1)))
        .single();
  }

  /** Those of these subtrees that are there. */
  Map<Place, Hash> nodes(Set<Place> wanted) {
    var places = List.copyOf(wanted);
    var found = new HashMap<Place, Hash>();
    if (places.isEmpty()) {
      return found;
    }
    sets.query(
            NODES,
            new Columns()
                .add("smallint", places, place -> (short) place.level())
                .add("bigint", places, Place::position),
            (row, n) ->
                new Found(
                    new Place(row.getInt(1), row.getLong(2)), Optional.ofNullable(row.getBytes(3))))
        .forEach(node -> node.hash().ifPresent(hash -> found.put(node.place(), Hash.wrap(hash))));
    return found;
  }

  /** The root over the blocks up to and including this index. */
  Hash rootUpTo(long index) {
    return MerkleTree.root(this, index);
  }

  /** Adds blocks that follow the ones already there, the first with this index. */
  void append(long index, List<Hash> blockHashes) {
    var growing = new BranchNodes(this);
    var finished = new ArrayList<MerkleTree.Node>();
    long size = index - 1;
    for (var hash : blockHashes) {
      var nodes = MerkleTree.append(growing, size++, SealedBlock.historyLeaf(hash));
      growing.put(nodes);
      finished.addAll(nodes);
    }
    sets.updateExactly(
        finished.size(),
        "insert into history (level, position, hash) select * from %s",
        new Columns()
            .add("smallint", finished, node -> (short) node.level())
            .add("bigint", finished, MerkleTree.Node::position)
            .add("bytea", finished, node -> node.hash().bytes()));
  }

  /** Removes what blocks above this index have finished. */
  void cut(long lastIndex) {
    int levels = Long.SIZE - Long.numberOfLeadingZeros(lastIndex);
    for (int level = 0; level <= levels; level++) {
      jdbc.sql("delete from history where level = ? and position >= ?")
          .params(level, lastIndex >> level)
          .update();
    }
    jdbc.sql("delete from history where level > ?").param(levels).update();
  }
}
