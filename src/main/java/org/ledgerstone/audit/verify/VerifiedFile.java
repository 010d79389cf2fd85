package org.ledgerstone.audit.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been verified, in a file of the data directory: up to which block, and what that has
 * come to. While it is open nobody else opens it. A file that cannot be read is begun anew.
 */
final class VerifiedFile implements AutoCloseable {

  /** The file's name in the data directory. */
  static final String NAME = "verified.mv";

  private static final Logger log = LoggerFactory.getLogger(VerifiedFile.class);

  private static final String SCRATCH = "verifying-0.mv";
  private static final String LEFT_BEHIND = "verifying-*.mv";

  private final Path directory;
  private ReplayState state;
  private final long index;
  private final Hash hash;

  private VerifiedFile(Path directory, ReplayState state, Replay reached) {
    this.directory = directory;
    this.state = state;
    this.index = reached.index();
    this.hash = reached.parentHash();
  }

  /**
   * Opens it.
   *
   * @throws NotVerifiedException if another process has it open, or there is no room for it
   */
  static VerifiedFile open(Path directory, RuleBook rules) throws NotVerifiedException {
    var file = directory.resolve(NAME);
    try {
      Files.createDirectories(directory);
      var state = readable(file, rules);
      removeLeftBehind(directory);
      return new VerifiedFile(directory, state, new Replay(rules, state));
    } catch (IOException e) {
      throw new NotVerifiedException(NAME + " in the data directory cannot be written.");
    }
  }

  private static ReplayState readable(Path file, RuleBook rules)
      throws NotVerifiedException, IOException {
    try {
      var state = ReplayState.open(file);
      if (isOf(state, rules)) {
        return state;
      }
      state.close();
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw new NotVerifiedException(
            NAME + " in the data directory is in use: another process is verifying there.");
      }
      log.debug("Cannot be read", e);
    }
    log.warn("{} is not one of this ledger and version: verifying from genesis", file);
    Files.deleteIfExists(file);
    return ReplayState.open(file);
  }

  private static boolean isOf(ReplayState state, RuleBook rules) {
    try {
      var genesis = state.facts().get("genesis");
      return state.isReadable()
          && (genesis == null || genesis.equals(rules.ledger().toString()))
          && new Replay(rules, state).index() >= 0;
    } catch (RuntimeException e) {
      log.debug("Cannot be read", e);
      return false;
    }
  }

  private static void removeLeftBehind(Path directory) throws IOException {
    try (var left = Files.newDirectoryStream(directory, LEFT_BEHIND)) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The index of the last block that was verified before; 0 for none. */
  long index() {
    return index;
  }

  /** The hash of that block. */
  Hash hash() {
    return hash;
  }

  /** What the verified blocks have come to. */
  ReplayState state() {
    return state;
  }

  /** Nothing has been verified. */
  void beginAnew() {
    state.delete();
    state = ReplayState.open(directory.resolve(NAME));
  }

  /** A state before genesis that lasts no longer than this; the file stays as it is. */
  ReplayState scratch() {
    return ReplayState.open(directory.resolve(SCRATCH));
  }

  @Override
  public void close() {
    state.close();
    try {
      Files.deleteIfExists(directory.resolve(SCRATCH));
    } catch (IOException e) {
      log.warn("{} is left behind", SCRATCH);
    }
  }
}
