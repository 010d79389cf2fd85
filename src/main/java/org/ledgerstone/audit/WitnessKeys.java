package org.ledgerstone.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.audit.WitnessTable.Pinned;
import org.ledgerstone.peers.PeerUrl;
import org.ledgerstone.protocol.NoteKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whose signatures count here: the keys in the settings, and those of each peer as it first told
 * them. A peer that comes with others later is not believed until somebody has taken it off the
 * list.
 */
@Component
class WitnessKeys {

  private static final Logger log = LoggerFactory.getLogger(WitnessKeys.class);

  private final WitnessTable table;
  private final CheckpointSettings settings;
  private final CheckpointKeys own;
  private final Clock clock;

  WitnessKeys(WitnessTable table, CheckpointSettings settings, CheckpointKeys own, Clock clock) {
    this.table = table;
    this.settings = settings;
    this.own = own;
    this.clock = clock;
  }

  /** The logs that are co-signed. */
  List<NoteKey> logs() {
    var keys = new ArrayList<>(settings.witnessed());
    table.pinned().stream().map(Pinned::log).forEach(keys::add);
    keys.remove(own.log().key());
    return keys.stream().distinct().toList();
  }

  /** All keys but those of this node. */
  List<NoteKey> all() {
    var keys = new ArrayList<>(logs());
    table.pinned().stream().map(Pinned::witness).forEach(keys::add);
    keys.remove(own.witness().key());
    return keys.stream().distinct().toList();
  }

  /** The keys that this peer first told. */
  Optional<Pinned> of(PeerUrl peer) {
    return table.pinned(peer);
  }

  /**
   * A peer has told its keys.
   *
   * @return them, if they are the same as ever
   */
  Optional<Pinned> told(PeerUrl peer, NoteKey logKey, NoteKey witnessKey) {
    var told = new Pinned(peer.text(), logKey, witnessKey);
    if (isFit(told) && of(peer).isEmpty()) {
      table.pin(peer, logKey, witnessKey, clock.millis());
    }
    var known = of(peer);
    if (known.isPresent() && !known.get().equals(told)) {
      log.warn(
          "{} now has other keys for checkpoints than before. Nothing of it is co-signed; if that"
              + " is as it should be, take it off the list of peers and add it again.",
          peer);
    }
    return known.filter(told::equals);
  }

  private boolean isFit(Pinned told) {
    return told.log().use() == NoteKey.Use.NOTE
        && told.witness().use() == NoteKey.Use.COSIGNATURE
        && told.log().name().equals(own.origin())
        && told.log().toString().length() <= CheckpointSettings.KEY_LENGTH_MAX
        && told.witness().toString().length() <= CheckpointSettings.KEY_LENGTH_MAX;
  }
}
