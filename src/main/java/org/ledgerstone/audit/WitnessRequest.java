package org.ledgerstone.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SignedNote;

/**
 * What a log asks a witness: the body of {@code add-checkpoint} in C2SP {@code tlog-witness}.
 *
 * @param old the size that the witness is thought to have co-signed last, at most that of the
 *     checkpoint
 * @param proof that the tree of the old size is the beginning of the new one
 * @param note as it came
 * @param checkpoint what the note says
 */
public record WitnessRequest(long old, List<Hash> proof, SignedNote note, Checkpoint checkpoint) {

  /** The longest body. */
  public static final int BYTES_MAX = SignedNote.BYTES_MAX + 4 * 1024;

  private static final int PROOF_MAX = 63;
  private static final String OLD = "old (0|[1-9][0-9]{0,15})";

  /** Keeps its own copy. */
  public WitnessRequest {
    proof = List.copyOf(proof);
  }

  /** Reads a body; empty if it is malformed, or the old size larger than the new one. */
  public static Optional<WitnessRequest> parse(String body) {
    int split = body.indexOf("\n\n");
    if (split < 0) {
      return Optional.empty();
    }
    var lines = body.substring(0, split).split("\n", -1);
    var proof = proof(List.of(lines).subList(1, lines.length));
    var note = SignedNote.parse(body.substring(split + 2));
    var checkpoint = note.flatMap(CheckpointRow::checkpoint);
    if (!lines[0].matches(OLD) || proof.isEmpty() || checkpoint.isEmpty()) {
      return Optional.empty();
    }
    long old = Long.parseLong(lines[0].substring("old ".length()));
    return Optional.of(
            new WitnessRequest(old, proof.get(), note.orElseThrow(), checkpoint.orElseThrow()))
        .filter(read -> read.old() <= read.checkpoint().size());
  }

  private static Optional<List<Hash>> proof(List<String> lines) {
    var hashes = new ArrayList<Hash>();
    for (var line : lines) {
      var hash = hash(line);
      if (hash.isEmpty() || hashes.size() == PROOF_MAX) {
        return Optional.empty();
      }
      hashes.add(hash.get());
    }
    return Optional.of(hashes);
  }

  private static Optional<Hash> hash(String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64);
      return bytes.length == Hash.LENGTH && Base64.getEncoder().encodeToString(bytes).equals(base64)
          ? Optional.of(Hash.wrap(bytes))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The body. */
  String format() {
    var body = new StringBuilder("old ").append(old).append('\n');
    proof.forEach(
        hash -> body.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n'));
    return body.append('\n').append(note.format()).toString();
  }
}
