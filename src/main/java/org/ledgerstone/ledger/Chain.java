package org.ledgerstone.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The blocks of the chain that counts. Reads only. */
@Component
public class Chain {

  /**
   * Said of both tables: PostgreSQL would read the other one from its beginning to join them in
   * order.
   */
  private static final String FROM =
      """
       where r.seq >= (select seq from places where block_index = :block and position = :position)
         and p.seq >= (select seq from places where block_index = :block and position = :position)
      """;

  private final HeadTable heads;
  private final BlockRows blocks;
  private final RecordedTransactions recorded;
  private final JdbcClient jdbc;
  private final RuleBook rules;

  Chain(
      HeadTable heads,
      BlockRows blocks,
      RecordedTransactions recorded,
      JdbcClient jdbc,
      RuleBook rules) {
    this.heads = heads;
    this.blocks = blocks;
    this.recorded = recorded;
    this.jdbc = jdbc;
    this.rules = rules;
  }

  /** Where the chain ends. */
  public Head head() {
    return heads.read();
  }

  /**
   * The rules that what is handed in now is judged by. Asks no database: they follow from the head
   * as this node last read it, which it does with each change it makes.
   */
  public Rules rulesInForce() {
    return rules.inForceAt(heads.lastIndex());
  }

  /** The newest block. */
  public StoredBlock newest() {
    var newest = blocks.findNewest().orElseThrow().stored();
    heads.note(newest.header().index());
    return newest;
  }

  /** The block with this index. */
  public Optional<StoredBlock> block(long index) {
    return blocks.findById(index).map(Block::stored);
  }

  /** The block with this hash. */
  public Optional<StoredBlock> block(Hash hash) {
    return blocks.findByHash(hash.toString()).map(Block::stored);
  }

  /** The first of these blocks, in this order, that stands on the chain. */
  public Optional<StoredBlock> firstOf(List<Hash> hashes) {
    return blocks.findByHashes(hashes.stream().map(Hash::toString).toList()).stream()
        .map(Block::stored)
        .min(Comparator.comparingInt(block -> hashes.indexOf(block.hash())));
  }

  /** Blocks from this index upwards. */
  public List<StoredBlock> blocks(long from, int limit) {
    return blocks.findFrom(from, limit).stream().map(Block::stored).toList();
  }

  /** The transactions of the block with this index, in order. */
  public List<Recorded> transactions(long index) {
    return jdbc.sql(RecordedTransactions.IN_BLOCKS + " where p.block_index = ? order by p.position")
        .param(index)
        .query(recorded::valid)
        .list();
  }

  /**
   * The transactions from a place upwards, over the ends of blocks, in order; none if nothing
   * stands there.
   */
  public List<Recorded> transactions(ChainPosition from, int limit) {
    return jdbc.sql(RecordedTransactions.IN_BLOCKS + FROM + " order by r.seq limit :limit")
        .param("block", from.blockIndex())
        .param("position", from.position())
        .param("limit", limit)
        .query(recorded::valid)
        .list();
  }

  /** The whole block with this index. */
  @Transactional(readOnly = true)
  public Optional<SealedBlock> whole(long index) {
    return block(index)
        .map(stored ->
            new SealedBlock(
                stored.header(),
                stored.seal(),
                stored.data(),
                transactions(index).stream().map(Recorded::transaction).toList()));
  }
}
