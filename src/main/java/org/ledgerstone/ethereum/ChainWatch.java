package org.ledgerstone.ethereum;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.ethereum.ChainMatch.Matches;
import org.ledgerstone.ethereum.ChainMatch.Other;
import org.ledgerstone.ethereum.ChainView.Expected;
import org.ledgerstone.ethereum.ChainView.State;
import org.ledgerstone.ethereum.NodeAnswer.Away;
import org.ledgerstone.ethereum.NodeAnswer.Got;
import org.ledgerstone.ethereum.NodeAnswer.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the node may be used. The number of its chain is asked at every look, its block 0 at the
 * first contact and again after every failure and every new connection. Thread-safe; who asks while
 * another does waits for the same answer.
 */
final class ChainWatch {

  /** A node whose newest block is older than this is not used. */
  static final Duration HEAD_AGE_MAX = Duration.ofMinutes(5);

  /** For so long what was found is taken for what is. */
  static final Duration KNOWN_FOR = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(ChainWatch.class);
  private static final BlockTag FIRST = BlockTag.number(0);
  private static final long NEVER = -1;

  private final EthereumNode node;
  private final ChainPin pin;
  private final ChainFinality finality;
  private final Clock clock;
  private @Nullable ChainView known;
  private Instant knownSince = Instant.MIN;
  private @Nullable Contact contact;
  private @Nullable State reported;

  /** How many connections there had been when the last look began. */
  private long lookedAt = NEVER;

  /** Who answers. */
  private record Contact(Optional<String> client, ChainIdentity chain) {}

  ChainWatch(EthereumNode node, ChainPin pin, ChainFinality finality, Clock clock) {
    this.node = node;
    this.pin = pin;
    this.finality = finality;
    this.clock = clock;
  }

  /**
   * How the node is, as it was found at most two seconds ago.
   *
   * @throws org.springframework.dao.DataAccessException if the ledger's database does not answer
   */
  synchronized ChainView view() {
    var view = known;
    return view == null || isOver() ? look() : view;
  }

  /** Also where the clock was set back. */
  private boolean isOver() {
    var now = clock.instant();
    return now.isBefore(knownSince) || now.isAfter(knownSince.plus(KNOWN_FOR));
  }

  /** The same, found after there had been so many connections: each may lead to another node. */
  synchronized ChainView viewSince(long connections) {
    return lookedAt < connections ? look() : view();
  }

  /** A call has failed: nothing is taken for known any more. */
  synchronized void doubt() {
    contact = null;
    known = null;
    lookedAt = NEVER;
  }

  private ChainView look() {
    long connections = node.connections();
    if (lookedAt != connections) {
      contact = null;
    }
    var view =
        switch (contact().then(this::viewOf)) {
          case Got<ChainView>(var found) -> found;
          case Away<ChainView>(var why) -> ChainView.away(why);
          case Refused<ChainView> refused -> ChainView.away(refused.words());
        };
    if (view.state() == State.AWAY || view.state() == State.OTHER_CHAIN) {
      doubt();
    }
    lookedAt = connections;
    known = view;
    knownSince = clock.instant();
    report(view);
    return view;
  }

  private void report(ChainView view) {
    if (view.state() == reported) {
      return;
    }
    reported = view.state();
    if (view.state() == State.READY) {
      log.info("Ethereum is read: {}", view.chain().orElseThrow());
    } else {
      log.warn("Ethereum is not read, {}: {}", view.state(), view.detail());
    }
  }

  private NodeAnswer<Contact> contact() {
    var made = contact;
    return node.chainId()
        .then(id -> made != null && made.chain().id() == id ? new Got<>(made) : newContact(id));
  }

  private NodeAnswer<Contact> newContact(long id) {
    return node.block(FIRST)
        .then(first -> identity(id, first))
        .then(chain ->
            node.client()
                .map(Optional::of)
                .orIfRefused(Optional.empty())
                .map(client -> new Contact(client, chain)));
  }

  private static NodeAnswer<ChainIdentity> identity(long id, Optional<EthereumBlock> first) {
    return first
        .<NodeAnswer<ChainIdentity>>map(block -> new Got<>(new ChainIdentity(id, block.hash())))
        .orElseGet(() -> new Away<>("The node does not know its block 0."));
  }

  private NodeAnswer<ChainView> viewOf(Contact made) {
    contact = made;
    return switch (pin.match(made.chain())) {
      case Other other -> new Got<>(otherChain(made, other));
      case Matches _ ->
          node.block(BlockTag.LATEST)
              .then(head ->
                  finality
                      .newest(node)
                      .then(last ->
                          node.isSyncing()
                              .orIfRefused(false)
                              .map(syncing -> viewOf(made, head, last, syncing))));
    };
  }

  private static ChainView otherChain(Contact made, Other other) {
    return new ChainView(
        State.OTHER_CHAIN,
        other.detail(),
        made.client(),
        Optional.of(made.chain()),
        Optional.of(new Expected(other.id(), other.genesis())),
        Optional.empty(),
        Optional.empty());
  }

  private ChainView viewOf(
      Contact made,
      Optional<EthereumBlock> head,
      Optional<EthereumBlock> finalized,
      boolean isSyncing) {
    var state = isSyncing ? State.SYNCING : isRecent(head) ? State.READY : State.BEHIND;
    return new ChainView(
        state,
        switch (state) {
          case SYNCING -> "The node is still fetching the chain.";
          case BEHIND -> "The node's newest block is older than 5 minutes.";
          default -> "";
        },
        made.client(),
        Optional.of(made.chain()),
        Optional.empty(),
        head,
        finalized);
  }

  private boolean isRecent(Optional<EthereumBlock> head) {
    var oldest = clock.instant().minus(HEAD_AGE_MAX);
    return head.filter(block -> !block.time().isBefore(oldest)).isPresent();
  }
}
