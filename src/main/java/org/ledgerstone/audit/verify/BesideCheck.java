package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.PageRows.Node;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.TreeNodes;
import org.ledgerstone.web.Problem;

/**
 * Judges the blocks that are kept beside the chain by all that can be judged without the state that
 * they would lead to, and the evidence against who sealed below what is final.
 */
final class BesideCheck {

  private static final String SIDE = "side_blocks";
  private static final String EVIDENCE = "below_final";

  private final LedgerRows rows;
  private final RuleBook rules;
  private final Findings findings;
  private final BlockJson json;
  private final Time now;
  private final Map<Hash, Side> sound = new HashMap<>();

  BesideCheck(LedgerRows rows, RuleBook rules, Findings findings, BlockJson json, Time now) {
    this.rows = rows;
    this.rules = rules;
    this.findings = findings;
    this.json = json;
    this.now = now;
  }

  private record SideRow(
      String hash,
      @Nullable Long index,
      String previous,
      String header,
      BigInteger work,
      @Nullable Long bytes,
      String body,
      long length) {}

  /** A block whose header has been found good. */
  private record Side(Header header, BigInteger work) {}

  void check() throws SQLException {
    checkSideBlocks();
    checkEvidence();
  }

  private void checkSideBlocks() throws SQLException {
    var stored =
        rows.all(
            "select hash, block_index, previous_hash, header, work, bytes, body from side_blocks"
                + " order by block_index, hash",
            row ->
                new SideRow(
                    "" + row.getString(1),
                    RecordedRow.number(row, 2),
                    "" + row.getString(3),
                    "" + row.getString(4),
                    RecordedRow.wholeOrZero(row.getBigDecimal(5)),
                    RecordedRow.number(row, 6),
                    new String(bodyOf(row), StandardCharsets.UTF_8),
                    bodyOf(row).length));
    for (var row : stored) {
      check(row);
    }
  }

  private static byte[] bodyOf(ResultSet row) throws SQLException {
    return Objects.requireNonNullElse(row.getBytes(7), new byte[0]);
  }

  private void check(SideRow row) throws SQLException {
    var header = Header.parse(row.header());
    var body = body(row);
    if (body.isEmpty()) {
      findings.add(SIDE, row.hash(), "body", "no block", "the block " + row.hash());
    }
    if (header.isEmpty() || !header.get().hash().toString().equals(row.hash())) {
      var right = body.filter(block -> block.hash().toString().equals(row.hash()));
      if (header.isPresent() && right.isEmpty() && body.isPresent()) {
        var hash = header.get().hash().toString();
        findings.add(SIDE, row.hash(), "hash", row.hash(), hash);
      } else {
        findings.add(
            SIDE,
            row.hash(),
            "header",
            row.header(),
            right.map(block -> block.header().text()).orElse("what hashes to " + row.hash()));
      }
      return;
    }
    var hash = header.get().hash();
    findings.unlessEqual(SIDE, row.hash(), "block_index", row.index(), header.get().index());
    findings.unlessEqual(
        SIDE, row.hash(), "previous_hash", row.previous(), header.get().previous().toString());
    findings.unlessEqual(SIDE, row.hash(), "bytes", row.bytes(), row.length());
    var ancestors = ancestors(header.get());
    if (ancestors.isEmpty()) {
      findings.add(
          SIDE,
          row.hash(),
          Finding.ROW,
          "stands on " + header.get().previous(),
          "a block on the chain or beside it");
      return;
    }
    var work = ancestors.get().work();
    findings.unlessEqual(SIDE, row.hash(), "work", row.work(), work);
    sound.put(hash, new Side(header.get(), work));
    if (body.isPresent()) {
      judge(row, body.get(), ancestors.get());
    }
  }

  private Optional<SealedBlock> body(SideRow row) {
    try {
      return Optional.of(json.stored(row.body()));
    } catch (Problem | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void judge(SideRow row, SealedBlock block, Branch ancestors) {
    if (!block.hash().toString().equals(row.hash())) {
      findings.add(SIDE, row.hash(), "body", block.hash(), "the block " + row.hash());
      return;
    }
    var inForce = rules.inForceAt(ancestors.parent().index());
    BlockRules.judgeApart(block, ancestors, inForce, now)
        .ifPresent(why ->
            findings.add(
                SIDE, row.hash(), "body", why.refused().detail(), "the rule " + why.rule()));
  }

  /** The chain that a block beside it stands on. */
  private record Branch(Header parent, Hash historyRoot, List<Address> miners, BigInteger work)
      implements Ancestors {

    @Override
    public List<Address> latestMiners(int count) {
      return miners.subList(0, Math.min(count, miners.size()));
    }

    @Override
    public Standing standing(AccountId account) {
      throw new UnsupportedOperationException("Nobody knows the state beside the chain");
    }

    @Override
    public boolean holds(Hash transactionId) {
      throw new UnsupportedOperationException("Nobody knows the state beside the chain");
    }
  }

  private Optional<Branch> ancestors(Header header) throws SQLException {
    var beside = new ArrayList<Header>();
    var previous = header.previous();
    while (sound.containsKey(previous)) {
      beside.addFirst(Objects.requireNonNull(sound.get(previous)).header());
      previous = beside.getFirst().previous();
    }
    var fork = onChain(previous);
    if (fork.isEmpty()) {
      return Optional.empty();
    }
    int rest = rules.inForceAt(header.index() > 1 ? header.index() - 1 : 1).restOfAMiner();
    var miners = new ArrayList<Address>();
    beside.reversed().forEach(one -> one.miner().ifPresent(miners::add));
    miners.addAll(minersUpTo(fork.get().index(), rest));
    var parent = beside.isEmpty() ? fork.get() : beside.getLast();
    var work = onChainWork(fork.get().index());
    for (int i = 0; i <= beside.size(); i++) {
      work = work.add(BigInteger.TWO.pow(rules.inForceAt(fork.get().index() + i).difficulty()));
    }
    return Optional.of(new Branch(parent, root(fork.get().index(), beside), miners, work));
  }

  private Optional<Header> onChain(Hash hash) throws SQLException {
    return rows
        .all(
            "select " + BlockRow.NAMES + " from blocks where hash = ?",
            BlockRow::read,
            hash.toString())
        .stream()
        .flatMap(row -> row.header().stream())
        .findFirst();
  }

  private BigInteger onChainWork(long index) throws SQLException {
    return rows.all(
            "select work from blocks where \"index\" = ?",
            row -> RecordedRow.wholeOrZero(row.getBigDecimal(1)),
            index)
        .getFirst();
  }

  private List<Address> minersUpTo(long index, int count) throws SQLException {
    return rows
        .all(
            "select miner from blocks where \"index\" <= ? and \"index\" > 1"
                + " order by \"index\" desc limit "
                + count,
            row -> "" + row.getString(1),
            index)
        .stream()
        .flatMap(miner -> Address.parse(miner).stream())
        .toList();
  }

  /** The history up to a block of the chain and these blocks beside it. */
  private Hash root(long index, List<Header> beside) throws SQLException {
    var nodes = rows.peaks(index);
    TreeNodes stored = (level, at) -> Objects.requireNonNull(nodes.get(new Node(level, at)));
    long size = index;
    for (var header : beside) {
      MerkleTree.append(stored, size++, SealedBlock.historyLeaf(header.hash()))
          .forEach(node -> nodes.put(new Node(node.level(), node.position()), node.hash()));
    }
    return MerkleTree.root(stored, size);
  }

  private void checkEvidence() throws SQLException {
    rows.each(
        "select hash, block_index, header, seal from below_final order by hash",
        row -> {
          var hash = "" + row.getString(1);
          var header = Header.parse("" + row.getString(3));
          var seal = Signature.fromHex("" + row.getString(4));
          if (header.isEmpty() || !header.get().hash().toString().equals(hash)) {
            boolean isHeaderRight = header.isPresent() && isSealed(header.get(), seal);
            findings.add(
                EVIDENCE,
                hash,
                isHeaderRight ? "hash" : "header",
                isHeaderRight ? hash : row.getString(3),
                isHeaderRight ? header.get().hash() : "what hashes to " + hash);
            return;
          }
          findings.unlessEqual(
              EVIDENCE, hash, "block_index", RecordedRow.number(row, 2), header.get().index());
          if (!isSealed(header.get(), seal)) {
            findings.add(
                EVIDENCE,
                hash,
                "seal",
                row.getString(4),
                "a signature of " + header.get().miner().map(Address::shown).orElse("nobody"));
          }
        });
  }

  private static boolean isSealed(Header header, Optional<Signature> seal) {
    var signer = seal.flatMap(one -> one.signerOf(header.hash().bytes()));
    return signer.isPresent() && signer.equals(header.miner());
  }
}
