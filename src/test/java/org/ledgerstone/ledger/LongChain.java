package org.ledgerstone.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.BlockRules;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.WalletKey;

/** A chain of many blocks that hold little, made quickly: it keeps no state but its history. */
final class LongChain {

  private final Rules rules;
  private final WalletKey miner;
  private final Map<String, Hash> nodes = new HashMap<>();
  private SealedBlock head;

  LongChain(Genesis genesis, WalletKey miner) {
    this.rules = new RuleBook(genesis).inForceAt(1);
    this.miner = miner;
    this.head = genesis.block();
    grow(head);
  }

  private void grow(SealedBlock block) {
    MerkleTree.append(this::node, block.header().index() - 1, SealedBlock.historyLeaf(block.hash()))
        .forEach(node -> nodes.put(node.level() + " " + node.position(), node.hash()));
    head = block;
  }

  private Hash node(int level, long position) {
    var hash = nodes.get(level + " " + position);
    if (hash == null) {
      throw new IllegalStateException("No node " + level + " " + position);
    }
    return hash;
  }

  /** So many more blocks; the first holds the order. */
  List<SealedBlock> extend(int count, Optional<Order> order) {
    var blocks = new ArrayList<SealedBlock>();
    for (int i = 0; i < count; i++) {
      grow(next(i == 0 ? order : Optional.empty()));
      blocks.add(head);
    }
    return blocks;
  }

  private SealedBlock next(Optional<Order> order) {
    var parent = head.header();
    var time = parent.time().plusMillis(rules.intervalMillis());
    var held = new ArrayList<Transaction>();
    BlockRules.reward(rules, miner.address(), parent.index() + 1)
        .ifPresent(reward -> held.add(Transaction.unsigned(reward, time)));
    order.ifPresent(one -> held.add(one.acceptedAt(time)));
    var header =
        SealedBlock.header(
            parent.index() + 1,
            head.hash(),
            MerkleTree.root(this::node, parent.index()),
            time,
            miner.address(),
            held,
            "",
            rules.difficulty());
    return BlockFixture.seal(header, miner, "", held);
  }
}
