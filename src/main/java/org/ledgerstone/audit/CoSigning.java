package org.ledgerstone.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ledgerstone.audit.WitnessTable.Pinned;
import org.ledgerstone.peers.PeerAnswer;
import org.ledgerstone.peers.PeerTexts;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has the peers co-sign this node's newest checkpoint. {@link #ask} makes a few calls to one peer
 * and returns; whoever calls it decides when. Thread-safe.
 */
@Component
class CoSigning {

  private static final Logger LOG = LoggerFactory.getLogger(CoSigning.class);
  static final Duration SOON = Duration.ofSeconds(1);
  static final Duration LATER = Duration.ofSeconds(5);
  private static final Duration MUCH_LATER = Duration.ofMinutes(1);
  private static final int KEYS_BYTES_MAX = 4 * 1024;
  private static final int ALARMS_BYTES_MAX = 4 << 20;
  private static final String SIZE_TYPE = "text/x.tlog.size";

  private final PeerTexts texts;
  private final CheckpointRecovery recovery;
  private final CheckpointBook book;
  private final CheckpointTable table;
  private final CheckpointChain chain;
  private final CheckpointKeys keys;
  private final WitnessKeys known;
  private final WitnessSeen seen;
  private final Clock clock;
  private final Map<PeerUrl, Pinned> told = new ConcurrentHashMap<>();

  /** Up to which size there is nothing to ask a peer any more: it has signed, or will not. */
  private final Map<PeerUrl, Long> settled = new ConcurrentHashMap<>();

  /** What a peer is asked to co-sign, and with which key. */
  private record Question(PeerUrl peer, NoteKey witness, SignedNote note, Checkpoint checkpoint) {}

  CoSigning(
      PeerTexts texts,
      CheckpointRecovery recovery,
      CheckpointBook book,
      CheckpointTable table,
      CheckpointChain chain,
      CheckpointKeys keys,
      WitnessKeys known,
      WitnessSeen seen,
      Clock clock) {
    this.texts = texts;
    this.recovery = recovery;
    this.book = book;
    this.table = table;
    this.chain = chain;
    this.keys = keys;
    this.known = known;
    this.seen = seen;
    this.clock = clock;
  }

  /**
   * Asks a peer for what is still missing of it: its keys, what it has seen, its signature.
   *
   * @return how long to leave it alone now
   */
  Duration ask(PeerUrl peer) {
    recovery.ask(peer);
    var log = keys.log().key();
    if (told.containsKey(peer)
        && settled.getOrDefault(peer, 0L) >= Math.max(1, book.givenSize(log))) {
      return SOON;
    }
    var theirs = keysOf(peer);
    var newest = book.given(log).filter(chain::agreesWith);
    if (theirs.isEmpty() || newest.isEmpty()) {
      return theirs.isEmpty() ? MUCH_LATER : SOON;
    }
    var note = newest.get().signed();
    var checkpoint = CheckpointRow.checkpoint(note).orElseThrow();
    var witness = theirs.get().witness();
    if (table.hasCosigned(checkpoint, witness)) {
      settled.put(peer, checkpoint.size());
      return SOON;
    }
    long old = seen.newestOf(witness).map(CoSigning::size).orElse(0L);
    return ask(new Question(peer, witness, note, checkpoint), old, true);
  }

  private static long size(SignedNote note) {
    return CheckpointRow.checkpoint(note).map(Checkpoint::size).orElse(0L);
  }

  /** In each life of this process a peer has to tell its keys once, and always the same ones. */
  private Optional<Pinned> keysOf(PeerUrl peer) {
    var now = known.of(peer);
    if (now.isPresent() && now.equals(Optional.ofNullable(told.get(peer)))) {
      return now;
    }
    return switch (texts.get(peer, "/api/v1/checkpoint/keys", KEYS_BYTES_MAX)) {
      case PeerAnswer.Failed<PeerTexts.Text> failed -> Optional.empty();
      case PeerAnswer.Got<PeerTexts.Text>(var answer) ->
          answer.status() == 200 ? told(peer, answer.body()) : Optional.empty();
    };
  }

  private Optional<Pinned> told(PeerUrl peer, String body) {
    try {
      var json = object(body).only("origin", "log", "witness");
      var logKey = NoteKey.parse(json.text("log"));
      var witness = NoteKey.parse(json.text("witness"));
      if (logKey.isEmpty() || witness.isEmpty()) {
        return Optional.empty();
      }
      var same = known.told(peer, logKey.get(), witness.get());
      same.ifPresent(one -> told.put(peer, one));
      return same;
    } catch (Problem notUnderstood) {
      return Optional.empty();
    }
  }

  private static JsonObject object(String body) {
    if (StrictJson.read(body) instanceof JsonObject object) {
      return object;
    }
    throw Problem.malformed("An object is expected.");
  }

  private Duration ask(Question question, long old, boolean again) {
    var checkpoint = question.checkpoint();
    if (old > checkpoint.size()) {
      return SOON; // It has co-signed a newer one of somebody else; the next one here is newer too.
    }
    var proof = old == 0 ? List.<Hash>of() : chain.consistency(old, checkpoint.size());
    var request = new WitnessRequest(old, proof, question.note(), checkpoint);
    var path = "/api/v1/checkpoint/cosignatures";
    return switch (texts.post(question.peer(), path, request.format(), SignedNote.BYTES_MAX)) {
      case PeerAnswer.Failed<PeerTexts.Text> failed -> LATER;
      case PeerAnswer.Got<PeerTexts.Text>(var answer) ->
          switch (answer.status()) {
            case 200 -> take(question, answer.body());
            case 409 -> {
              var size = sizeIn(answer);
              if (size.isEmpty()) {
                yield contradicted(question);
              }
              yield again ? ask(question, size.get(), false) : SOON;
            }
            case 429, 503 -> SOON;
            default -> LATER;
          };
    };
  }

  /** What the peer has co-signed last; empty if it says something else. */
  private static Optional<Long> sizeIn(PeerTexts.Text answer) {
    return Optional.of(answer.body().strip())
        .filter(text -> answer.type().startsWith(SIZE_TYPE))
        .filter(text -> text.matches("0|[1-9][0-9]{0,15}"))
        .map(Long::parseLong);
  }

  private Duration take(Question question, String lines) {
    var text = question.note().text();
    var witness = question.witness();
    var right = SignedNote.parse(text + "\n" + lines).map(witness::linesIn).orElse(List.of());
    if (right.isEmpty()) {
      LOG.warn("{} answered with no co-signature of its key", question.peer());
      return MUCH_LATER;
    }
    table.addCosignature(question.checkpoint(), witness, right.getFirst(), clock.millis());
    seen.see(new SignedNote(text, right), question.checkpoint());
    return SOON;
  }

  /** The peer has other blocks for final ones: it knows of two notes that show it. */
  private Duration contradicted(Question question) {
    var peer = question.peer();
    settled.put(peer, question.checkpoint().size());
    var answer = texts.get(peer, "/api/v1/checkpoint/alarms", ALARMS_BYTES_MAX);
    if (answer instanceof PeerAnswer.Got<PeerTexts.Text>(var text) && text.status() == 200) {
      try {
        for (var alarm : object(text.body()).array("items").objects()) {
          see(alarm.object("one").text("note"));
          see(alarm.object("other").text("note"));
        }
      } catch (Problem notUnderstood) {
        LOG.warn("The alarms of {} cannot be read", peer);
      }
    }
    return LATER;
  }

  private void see(String note) {
    var parsed = SignedNote.parse(note);
    parsed
        .flatMap(CheckpointRow::checkpoint)
        .ifPresent(checkpoint -> seen.see(parsed.get(), checkpoint));
  }
}
