package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.h2.store.fs.FileUtils;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Standing;

/**
 * What replaying the chain has come to: every account, and the ids that could come again. It lies
 * in a file, so it takes little memory however many accounts there are. What is put in lasts from a
 * {@link #commit} on; without one the file stays at the last. Not thread-safe.
 */
final class ReplayState implements AutoCloseable {

  /** Accounts are kept in order of address and asset: this comes before all that names hold. */
  private static final char BETWEEN = ' ';

  private static final String FORMAT = "format";

  /** Another one whenever the same file would be read in another way. */
  private static final String FORMAT_NOW = "1";

  private static final int CACHE_MB = 32;
  private static final int KNOWN_MAX = 200_000;

  private final Path file;
  private final MVStore store;
  private final MVMap<String, String> accounts;
  private final MVMap<String, String> ids;
  private final MVMap<String, String> facts;
  private final @Nullable ReplayState base;
  private final Map<AccountId, Known> known = new HashMap<>();
  private boolean flushed = true;

  private ReplayState(Path file, @Nullable ReplayState base) {
    this.file = file;
    this.store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MB)
            .autoCommitDisabled()
            .open();
    this.store.setRetentionTime(0);
    this.accounts = map("accounts");
    this.ids = map("ids");
    this.facts = map("facts");
    this.base = base;
  }

  private MVMap<String, String> map(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, String>()
            .keyType(StringDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE));
  }

  /**
   * Opens or makes a file.
   *
   * @throws org.h2.mvstore.MVStoreException if it is open elsewhere or is no such file
   */
  static ReplayState open(Path file) {
    return new ReplayState(file, null);
  }

  /** Goes on from another state without changing it, in a file that holds nothing yet. */
  ReplayState over(Path file) {
    return new ReplayState(file, this);
  }

  /** An account in memory. */
  private static final class Known {

    private Standing standing;
    private boolean changed;

    Known(Standing standing) {
      this.standing = standing;
    }
  }

  /** What the account holds. */
  Standing standing(AccountId account) {
    return known(account).standing;
  }

  private Known known(AccountId account) {
    var one = known.get(account);
    if (one == null) {
      one = new Known(stored(key(account)).map(ReplayState::parsed).orElse(Standing.NEW));
      known.put(account, one);
    }
    return one;
  }

  private Optional<String> stored(String key) {
    var here = accounts.get(key);
    return here != null
        ? Optional.of(here)
        : Optional.ofNullable(base).flatMap(before -> before.storedOrKnown(key));
  }

  private Optional<String> storedOrKnown(String key) {
    flush();
    return stored(key);
  }

  private static String key(AccountId account) {
    return account.address().text() + BETWEEN + account.asset().code();
  }

  private static Standing parsed(String text) {
    int split = text.indexOf(BETWEEN);
    return new Standing(
        new BigInteger(text.substring(0, split)), Long.parseLong(text.substring(split + 1)));
  }

  /** Accounts hold this now. */
  void put(Map<AccountId, Standing> after) {
    after.forEach(this::put);
  }

  void put(AccountId account, Standing standing) {
    var one = known(account);
    one.standing = standing;
    one.changed = true;
    flushed = false;
  }

  private void flush() {
    if (!flushed) {
      known.forEach((account, one) -> {
        if (one.changed) {
          accounts.put(key(account), text(one.standing));
          one.changed = false;
        }
      });
      flushed = true;
    }
  }

  private static String text(Standing standing) {
    return standing.spendable().toString() + BETWEEN + standing.nextNonce();
  }

  /** Whether an id that has no number has been there. */
  boolean holds(Hash id) {
    return ids.containsKey(id.toString()) || (base != null && base.holds(id));
  }

  /** An id that has no number is there now. */
  void add(Hash id) {
    ids.put(id.toString(), "");
  }

  /** What else was to last; empty at the beginning. */
  Map<String, String> facts() {
    return Map.copyOf(facts);
  }

  /** Whether it holds nothing, or was written in the way in which it is read. */
  boolean isReadable() {
    return facts.isEmpty() || FORMAT_NOW.equals(facts.get(FORMAT));
  }

  /** Whether so much is in memory that it had better be written. */
  boolean isFull() {
    return known.size() >= KNOWN_MAX;
  }

  /** Makes all of it last, and these facts about it. */
  void commit(Map<String, String> about) {
    flush();
    facts.clear();
    facts.putAll(about);
    facts.put(FORMAT, FORMAT_NOW);
    store.commit();
    if (isFull()) {
      known.clear();
    }
  }

  /** All accounts by address and asset with a space between, in order, byte by byte. */
  Iterator<Map.Entry<String, Standing>> inOrder() {
    var below = base == null ? Collections.<Map.Entry<String, String>>emptyIterator() : base.all();
    return new Merged(all(), below);
  }

  private Iterator<Map.Entry<String, String>> all() {
    flush();
    var cursor = accounts.cursor(null);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return cursor.hasNext();
      }

      @Override
      public Map.Entry<String, String> next() {
        var key = cursor.next();
        return Map.entry(key, cursor.getValue());
      }
    };
  }

  /** What is here counts more than what is below. */
  private static final class Merged implements Iterator<Map.Entry<String, Standing>> {

    private final Iterator<Map.Entry<String, String>> here;
    private final Iterator<Map.Entry<String, String>> below;
    private Map.@Nullable Entry<String, String> nextHere;
    private Map.@Nullable Entry<String, String> nextBelow;

    Merged(Iterator<Map.Entry<String, String>> here, Iterator<Map.Entry<String, String>> below) {
      this.here = here;
      this.below = below;
      this.nextHere = nextOf(here);
      this.nextBelow = nextOf(below);
    }

    @Override
    public boolean hasNext() {
      return nextHere != null || nextBelow != null;
    }

    @Override
    public Map.Entry<String, Standing> next() {
      var mine = nextHere;
      var other = nextBelow;
      if (mine == null && other == null) {
        throw new NoSuchElementException();
      }
      if (mine == null || (other != null && other.getKey().compareTo(mine.getKey()) < 0)) {
        nextBelow = nextOf(below);
        return entry(Objects.requireNonNull(other));
      }
      if (other != null && other.getKey().equals(mine.getKey())) {
        nextBelow = nextOf(below);
      }
      nextHere = nextOf(here);
      return entry(mine);
    }

    private static Map.Entry<String, Standing> entry(Map.Entry<String, String> stored) {
      return Map.entry(stored.getKey(), parsed(stored.getValue()));
    }
  }

  private static <T> @Nullable T nextOf(Iterator<T> rest) {
    return rest.hasNext() ? rest.next() : null;
  }

  /** Closes the file; what has not been committed is lost. */
  @Override
  public void close() {
    store.closeImmediately();
  }

  /** Closes and removes the file. */
  void delete() {
    close();
    FileUtils.delete(file.toString());
  }
}
