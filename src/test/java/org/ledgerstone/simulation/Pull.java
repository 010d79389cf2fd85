package org.ledgerstone.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ledger.PreparedBlock;
import org.ledgerstone.ledger.SealedHeader;
import org.ledgerstone.peers.PeerAnswer;
import org.ledgerstone.peers.PeerNetwork;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Time;

/** One attempt of a node to get from a peer what counts more there: headers first, then blocks. */
final class Pull {

  private final Node node;
  private final PeerUrl peer;
  private final PeerNetwork network;

  Pull(Node node, PeerUrl peer, PeerNetwork network) {
    this.node = node;
    this.peer = peer;
    this.network = network;
  }

  /** Tries; whether the node has another head afterwards. */
  boolean now() {
    var before = node.chain().head();
    var facts = got(network.facts(peer));
    if (facts == null
        || facts.head().work().compareTo(before.work()) < 0
        || node.appending().isKnown(facts.head().hash())) {
      return false;
    }
    var common = got(network.common(peer, locator()));
    if (common == null || common.isEmpty()) {
      return false;
    }
    var headers = got(network.headers(peer, common.get().index() + 1, PeerNetwork.HEADERS_MAX));
    if (headers == null) {
      return false;
    }
    var run = blocks(following(common.get().hash(), headers));
    if (!run.isEmpty()) {
      node.append(run);
    }
    return !node.chain().head().hash().equals(before.hash());
  }

  private static <T> @Nullable T got(PeerAnswer<T> answer) {
    return answer instanceof PeerAnswer.Got<T>(var value) ? value : null;
  }

  /** The newest first. */
  private List<Hash> locator() {
    long index = node.chain().head().index();
    long from = Math.max(1, index - PeerNetwork.HASHES_MAX + 2);
    var hashes = new ArrayList<Hash>();
    node.chain().blocks(from, PeerNetwork.HASHES_MAX - 1).forEach(b -> hashes.add(b.hash()));
    if (from > 1) {
      hashes.addFirst(node.host().genesis().block().hash());
    }
    return hashes.reversed();
  }

  private List<SealedHeader> following(Hash common, List<SealedHeader> headers) {
    var passed = new ArrayList<SealedHeader>();
    var run = node.appending().headersAfter(common);
    if (run.isPresent()) {
      var now = new Time(node.host().clock().millis());
      for (var one : headers) {
        if (run.get().add(one.header(), Optional.of(one.seal()), now).isPresent()) {
          break;
        }
        passed.add(one);
      }
    }
    return passed;
  }

  private List<PreparedBlock> blocks(List<SealedHeader> headers) {
    var run = new ArrayList<PreparedBlock>();
    for (var header : headers) {
      var block = got(network.block(peer, header.hash()));
      if (block == null || block.isEmpty()) {
        break;
      }
      run.add(node.appending().prepare(block.get()));
    }
    return run;
  }
}
