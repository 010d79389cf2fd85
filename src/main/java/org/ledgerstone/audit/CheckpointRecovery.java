package org.ledgerstone.audit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.ledgerstone.peers.PeerAnswer;
import org.ledgerstone.peers.PeerSettings;
import org.ledgerstone.peers.PeerTexts;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.peers.Peers;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the peers what this node's keys have signed, before anything more is signed: whoever was
 * restored from an older copy, file and database, cannot know it otherwise. Each peer is asked once
 * in the life of this process, and again after a failure. Thread-safe.
 */
@Component
class CheckpointRecovery {

  private static final Logger log = LoggerFactory.getLogger(CheckpointRecovery.class);

  private final PeerTexts texts;
  private final Peers peers;
  private final PeerSettings settings;
  private final CheckpointBook book;
  private final CheckpointKeys keys;
  private final WitnessAlarms alarms;
  private final Clock clock;
  private final Set<PeerUrl> tried = ConcurrentHashMap.newKeySet();
  private final Set<PeerUrl> answered = ConcurrentHashMap.newKeySet();
  private final Set<PeerUrl> underway = ConcurrentHashMap.newKeySet();
  private volatile boolean done;

  CheckpointRecovery(
      PeerTexts texts,
      Peers peers,
      PeerSettings settings,
      CheckpointBook book,
      CheckpointKeys keys,
      WitnessAlarms alarms,
      Clock clock) {
    this.texts = texts;
    this.peers = peers;
    this.settings = settings;
    this.book = book;
    this.keys = keys;
    this.alarms = alarms;
    this.clock = clock;
  }

  /**
   * Whether every peer that there was at the start has answered or failed, so that this node may
   * sign. The first call begins to ask them.
   */
  boolean isDone() {
    if (done) {
      return true;
    }
    var all =
        Stream.concat(settings.peers().stream(), peers.all().stream().map(listed -> listed.url()))
            .distinct()
            .toList();
    all.stream().filter(peer -> !tried.contains(peer)).forEach(this::begin);
    done = tried.containsAll(all);
    return done;
  }

  private void begin(PeerUrl peer) {
    if (underway.add(peer)) {
      Thread.ofVirtual().name("checkpoint-recovery").start(() -> askNow(peer));
    }
  }

  private void askNow(PeerUrl peer) {
    try {
      ask(peer);
    } catch (RuntimeException e) {
      log.error("{} was not asked what this node has signed", peer, e);
    } finally {
      tried.add(peer);
      underway.remove(peer);
    }
  }

  /** Asks one peer, unless it has answered before. */
  void ask(PeerUrl peer) {
    if (answered.contains(peer)) {
      return;
    }
    boolean all = true;
    for (var key : keys.all()) {
      all &= ask(peer, key);
    }
    if (all) {
      answered.add(peer);
    }
  }

  private boolean ask(PeerUrl peer, NoteKey key) {
    var path =
        "/api/v1/checkpoint/signed-by?key="
            + URLEncoder.encode(key.toString(), StandardCharsets.UTF_8);
    return switch (texts.get(peer, path, SignedNote.BYTES_MAX)) {
      case PeerAnswer.Failed<PeerTexts.Text> failed -> false;
      case PeerAnswer.Got<PeerTexts.Text>(var answer) -> {
        if (answer.status() == 200) {
          SignedNote.parse(answer.body())
              .filter(key::hasSigned)
              .ifPresent(note -> take(peer, key, note));
        }
        yield answer.status() < 500 && answer.status() != 429;
      }
    };
  }

  /** What was signed twice, when nobody could know better, is an alarm like any other. */
  private boolean isNoContradiction(NoteKey key, Checkpoint read, SignedNote note) {
    var other = book.at(key, read.size()).filter(row -> !row.isOf(read));
    other.ifPresent(
        row -> alarms.raise(row, CheckpointRow.of(key.toString(), read, note, clock.millis())));
    return other.isEmpty();
  }

  private void take(PeerUrl peer, NoteKey key, SignedNote note) {
    var own = new SignedNote(note.text(), key.linesIn(note));
    CheckpointRow.checkpoint(note)
        .filter(read -> read.origin().equals(keys.origin()) && read.size() >= 1)
        .filter(read -> isNoContradiction(key, read, own))
        .filter(read -> book.remember(key, own, read))
        .ifPresent(read ->
            log.warn(
                "{} has a checkpoint of size {} with a signature of {} that is not known here: this"
                    + " node was restored from an older copy. Nothing smaller and nothing different"
                    + " will be signed.",
                peer,
                read.size(),
                key.name()));
  }
}
