package org.ledgerstone.cli;

import java.util.ArrayList;
import java.util.List;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Ancestors;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Standing;
import org.ledgerstone.protocol.Time;

/**
 * The headers of a chain, read from a server and checked: each follows the one before, and the last
 * one commits to all of them. Knows nothing of accounts and transactions.
 */
final class Headers implements Ancestors {

  private static final int PAGE = 1000;

  private final List<Hash> leaves = new ArrayList<>();
  private final List<Address> miners = new ArrayList<>();
  private final Header first;
  private Header last;

  private Headers(Header first) {
    this.first = first;
    this.last = first;
    leaves.add(SealedBlock.historyLeaf(first.hash()));
  }

  /** Reads the whole chain of this ledger, up to its present head. */
  static Headers ask(Server server, Hash ledger) {
    var head = header(server.get("/api/v1/blocks/head"));
    var page = page(server, 1);
    if (page.isEmpty() || !page.getFirst().hash().equals(ledger)) {
      throw Fields.odd("genesis");
    }
    var headers = new Headers(page.getFirst());
    page.subList(1, page.size()).forEach(headers::append);
    while (headers.last.index() < head.index()) {
      page = page(server, headers.last.index() + 1);
      if (page.isEmpty()) {
        throw Fields.odd("items");
      }
      page.forEach(headers::append);
    }
    return headers;
  }

  private static List<Header> page(Server server, long from) {
    return server.get("/api/v1/blocks?from=" + from + "&limit=" + PAGE).objects("items").stream()
        .map(Headers::header)
        .toList();
  }

  private static Header header(Fields block) {
    var header = block.parsed("headerText", HeaderText::parse);
    if (!header.hash().equals(block.hash("hash"))) {
      throw Fields.odd("hash");
    }
    return header;
  }

  private void append(Header next) {
    boolean follows =
        next.index() == last.index() + 1
            && next.previous().equals(last.hash())
            && next.miner().isPresent();
    if (!follows) {
      throw Fields.odd("previousHash");
    }
    leaves.add(SealedBlock.historyLeaf(next.hash()));
    miners.add(next.miner().get());
    last = next;
  }

  /** When the ledger began. */
  Time since() {
    return first.time();
  }

  @Override
  public Header parent() {
    return last;
  }

  @Override
  public Hash historyRoot() {
    return MerkleTree.root(leaves);
  }

  @Override
  public List<Address> latestMiners(int count) {
    return miners.subList(Math.max(0, miners.size() - count), miners.size()).reversed();
  }

  @Override
  public Standing standing(AccountId account) {
    throw new UnsupportedOperationException("Headers know no accounts");
  }

  @Override
  public boolean holds(Hash transactionId) {
    throw new UnsupportedOperationException("Headers know no transactions");
  }
}
