package org.ledgerstone.ledger;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.ledgerstone.ledger.HistoryTable.Place;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.TreeNodes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What proofs are made from: the trees over blocks and over what they hold. The answers are those
 * of the chain at the moment they are read; whoever joins several of them has to see that it was
 * the same chain.
 */
@Component
public class ChainTrees {

  private final HistoryTable history;
  private final JdbcClient jdbc;

  ChainTrees(HistoryTable history, JdbcClient jdbc) {
    this.history = history;
    this.jdbc = jdbc;
  }

  /**
   * The inclusion path of a block in the tree over the first blocks, in about 2 log2(size) rows.
   *
   * @param index of the block, from 1 to size
   * @param size how many blocks the tree is over
   * @return empty if the chain is not that long
   */
  public Optional<List<Hash>> inclusion(long index, long size) {
    return ask(nodes -> MerkleTree.inclusion(nodes, index - 1, size));
  }

  /**
   * The proof that the tree over the first blocks is the beginning of a larger one.
   *
   * @return empty if the chain is not that long
   */
  public Optional<List<Hash>> consistency(long first, long second) {
    return ask(nodes -> MerkleTree.consistency(nodes, first, second));
  }

  /**
   * The root of the tree over the first blocks: what the next one names as its history.
   *
   * @return empty if the chain is not that long
   */
  public Optional<Hash> root(long size) {
    return ask(nodes -> MerkleTree.root(nodes, size));
  }

  /** Goes through the question twice: to see what it asks for, and when that has been read. */
  private <T> Optional<T> ask(Function<TreeNodes, T> question) {
    var wanted = new LinkedHashSet<Place>();
    var _ =
        question.apply((level, position) -> {
          wanted.add(new Place(level, position));
          return Hash.ZERO;
        });
    var found = history.nodes(wanted);
    return found.size() < wanted.size()
        ? Optional.empty()
        : Optional.of(question.apply((level, position) -> node(found, level, position)));
  }

  private static Hash node(Map<Place, Hash> found, int level, long position) {
    return Objects.requireNonNull(found.get(new Place(level, position)));
  }

  /** The leaves that a block's Merkle root is over; empty unless the chain has such a block. */
  public Optional<List<Hash>> leaves(StoredBlock block) {
    int count = block.header().count();
    var leaves =
        jdbc.sql(
                "select id, accepted, scheme, proof from recorded where seq >="
                    + " (select seq from places where block_index = ? and position = 0)"
                    + " order by seq limit ?")
            .params(block.header().index(), count)
            .query((row, n) ->
                Transaction.leaf(
                    Hash.wrap(row.getBytes("id")),
                    new Time(row.getLong("accepted")),
                    Scheme.of(row.getInt("scheme")).orElseThrow(),
                    row.getBytes("proof")))
            .list();
    return leaves.size() < count ? Optional.empty() : Optional.of(leaves);
  }
}
