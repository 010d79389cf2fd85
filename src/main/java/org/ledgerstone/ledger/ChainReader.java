package org.ledgerstone.ledger;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.springframework.stereotype.Component;

/** Reads what the next block on the head is made from and judged against. */
@Component
class ChainReader {

  private final HeadTable heads;
  private final BlockRows blocks;
  private final HistoryTable history;
  private final SealedStandings standings;
  private final StandingTable table;
  private final SetStatements sets;
  private final RuleBook rules;

  ChainReader(
      HeadTable heads,
      BlockRows blocks,
      HistoryTable history,
      SealedStandings standings,
      StandingTable table,
      SetStatements sets,
      RuleBook rules) {
    this.heads = heads;
    this.blocks = blocks;
    this.history = history;
    this.standings = standings;
    this.table = table;
    this.sets = sets;
    this.rules = rules;
  }

  /** The head as last committed. */
  Head head() {
    return heads.read();
  }

  /**
   * The block that the head names.
   *
   * @throws BrokenLedgerException if it is not there, or another one is
   */
  StoredBlock blockOf(Head head) {
    var stored =
        blocks
            .findById(head.index())
            .map(Block::stored)
            .orElseThrow(() -> new BrokenLedgerException("Block " + head.index() + " is missing"));
    if (!stored.hash().equals(head.hash())) {
      throw new BrokenLedgerException(
          "The head names " + head.hash() + ", block " + head.index() + " is " + stored.hash());
    }
    return stored;
  }

  /** The chain up to the head, with what these blocks, one after the other, need to know. */
  StoredAncestors ancestors(Head head, List<SealedBlock> run) {
    return ancestors(head, standings.of(head.version(), StoredAncestors.accountsOf(run)), run);
  }

  /** The chain up to the head, with what choosing from the pool needs to know. */
  StoredAncestors ancestors(Head head, Collection<AccountId> accounts) {
    return ancestors(head, standings.of(head.version(), accounts), List.of());
  }

  private StoredAncestors ancestors(
      Head head, Map<AccountId, SealedAccount> accounts, List<SealedBlock> run) {
    return new StoredAncestors(
        blockOf(head).header(),
        history.rootUpTo(head.index()),
        latestMiners(head.index()),
        accounts,
        held(StoredAncestors.perhapsRepeated(run, accounts)));
  }

  /**
   * The chain up to the head as the database transaction sees it that is changing it, with what
   * these blocks, one after the other, need to know.
   */
  StoredAncestors ancestorsWithin(Head head, List<SealedBlock> run) {
    return ancestors(head, table.sealed(StoredAncestors.accountsOf(run)), run);
  }

  /** The chain up to this block of it, without what a block needs to know of the state. */
  StoredAncestors headersUpTo(Header block) {
    return new StoredAncestors(
        block, history.rootUpTo(block.index()), latestMiners(block.index()), Map.of(), Set.of());
  }

  /** A chain that blocks can be judged onto. */
  GrowingChain growing(StoredAncestors ancestors) {
    return new GrowingChain(ancestors, history);
  }

  List<Address> latestMiners(long index) {
    int rest = rules.inForceAt(index).restOfAMiner();
    return rest == 0
        ? List.of()
        : blocks.findMinersUpTo(index, rest).stream().map(Address::new).toList();
  }

  private Set<Hash> held(Collection<Hash> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    var wanted = List.copyOf(ids);
    return new HashSet<>(
        sets.query(
            "select r.id from %s as k (id) join recorded r on r.id = k.id"
                + " and r.seq <= (select sealed_to from head)",
            new Columns().add("bytea", wanted, Hash::bytes),
            (row, n) -> Hash.wrap(row.getBytes(1))));
  }
}
