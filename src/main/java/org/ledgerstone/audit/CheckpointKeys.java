package org.ledgerstone.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.NoteSigner;
import org.ledgerstone.settings.OwnersFile;
import org.ledgerstone.settings.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node signs checkpoints with: as a log its own, as a witness those of others. Both are
 * one Ed25519 key, which stands in the settings or in a file that is made when it is first needed
 * and that only its owner can read; it never goes into the database. The two cannot be mistaken for
 * each other: what a witness signs begins with another line. Thread-safe.
 */
public final class CheckpointKeys {

  private static final Logger log = LoggerFactory.getLogger(CheckpointKeys.class);
  private static final String FILE = "checkpoint.key";
  private static final int SEED_BYTES = 32;
  private static final int NAME_DIGITS = 8;

  private final String origin;
  private final String setting;
  private final Path file;
  private final RandomGenerator random;
  private @Nullable Pair pair;

  private record Pair(NoteSigner log, NoteSigner witness) {}

  /**
   * Keys that are read or made when they are first asked for.
   *
   * @param setting 64 hex digits, or empty
   */
  CheckpointKeys(Hash ledger, String setting, Path dataDirectory, RandomGenerator random) {
    this.origin = Checkpoint.originOf(ledger);
    this.setting = setting;
    this.file = dataDirectory.resolve(FILE);
    this.random = random;
    if (!setting.isEmpty()) {
      seed(setting, "LEDGER_CHECKPOINT_KEY");
    }
  }

  /** Which log the ledger is, the same on all of its nodes. */
  public String origin() {
    return origin;
  }

  /** Signs this node's own checkpoints. */
  NoteSigner log() {
    return pair().log();
  }

  /** Signs checkpoints of others. */
  NoteSigner witness() {
    return pair().witness();
  }

  /** What this node's signatures are checked with: as a log, then as a witness. */
  public List<NoteKey> all() {
    return List.of(log().key(), witness().key());
  }

  private synchronized Pair pair() {
    var known = pair;
    if (known == null) {
      known = pair(setting.isEmpty() ? seedInFile() : seed(setting, "LEDGER_CHECKPOINT_KEY"));
      pair = known;
    }
    return known;
  }

  private Pair pair(byte[] seed) {
    var key = NoteSigner.publicKey(seed);
    var witness = origin + "/" + Hash.of(key).toString().substring(0, NAME_DIGITS);
    return new Pair(
        signer(origin, NoteKey.Use.NOTE, key, seed),
        signer(witness, NoteKey.Use.COSIGNATURE, key, seed));
  }

  private static NoteSigner signer(String name, NoteKey.Use use, byte[] key, byte[] seed) {
    return new NoteSigner(NoteKey.of(name, use, key).orElseThrow(), seed);
  }

  private byte[] seedInFile() {
    try {
      if (!Files.exists(file)) {
        var drawn = new byte[SEED_BYTES];
        random.nextBytes(drawn);
        if (OwnersFile.create(file, HexFormat.of().formatHex(drawn))) {
          log.info("Made a key for checkpoints, in {}", file);
        }
      }
      return seed(Files.readString(file).strip(), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + file + " cannot be read or made", e);
    }
  }

  private static byte[] seed(String text, String source) {
    return Optional.of(text)
        .filter(hex -> hex.matches("[0-9a-f]{64}"))
        .map(HexFormat.of()::parseHex)
        .orElseThrow(() ->
            new StartRefused(source + " holds no key: 64 lower-case hex digits are expected."));
  }
}
