package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Standing;

/**
 * Standings of the accounts that were used lately, with a number beside each. Of those used least
 * lately half goes at a time. Bounded. Not thread-safe.
 *
 * <p>They live long and change all the time, which is what a collector by generations does worst:
 * each object that is made for a change is copied until it is old, and each reference that is
 * written into an old one is looked at. So a change overwrites numbers in their place, and reading
 * writes nothing but what has to come over from the half that goes.
 *
 * @param <T> the form they have outside
 */
final class KeptStandings<T> {

  private static final int RECENT_MAX = 140_000;
  private static final int BITS_MAX = 127;

  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int NEXT_NONCE = 2;
  private static final int BESIDE = 3;

  /** Makes the outer form. */
  interface Form<T> {

    /** Of this standing and the number beside it. */
    T of(Standing standing, long beside);
  }

  private final Form<T> form;
  private final int recentMax;
  private Map<AccountId, long[]> recent = new HashMap<>();
  private Map<AccountId, long[]> before = new HashMap<>();

  KeptStandings(Form<T> form) {
    this(form, RECENT_MAX);
  }

  KeptStandings(Form<T> form, int recentMax) {
    this.form = form;
    this.recentMax = recentMax;
  }

  /** What is kept of this account; null if nothing is. */
  @Nullable T get(AccountId account) {
    var numbers = find(account);
    return numbers == null
        ? null
        : form.of(
            new Standing(units(numbers[HIGH], numbers[LOW]), numbers[NEXT_NONCE]), numbers[BESIDE]);
  }

  private long @Nullable [] find(AccountId account) {
    var numbers = recent.get(account);
    if (numbers == null) {
      numbers = before.get(account);
      if (numbers != null) {
        keep(account, numbers);
      }
    }
    return numbers;
  }

  private void keep(AccountId account, long[] numbers) {
    if (recent.size() >= recentMax) {
      before = recent;
      recent = HashMap.newHashMap(before.size());
    }
    recent.put(account, numbers);
  }

  private static BigInteger units(long high, long low) {
    return high == low >> 63
        ? BigInteger.valueOf(low)
        : new BigInteger(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  /** Keeps this of it, in the place of what was. */
  void put(AccountId account, Standing standing, long beside) {
    var numbers = find(account);
    if (numbers == null) {
      numbers = new long[BESIDE + 1];
      keep(account, numbers);
    }
    write(account, numbers, standing, beside);
  }

  /** If anything is kept of it, this with the same number beside it. */
  void replace(AccountId account, Standing standing) {
    var numbers = find(account);
    if (numbers != null) {
      write(account, numbers, standing, numbers[BESIDE]);
    }
  }

  private void write(AccountId account, long[] numbers, Standing standing, long beside) {
    var units = standing.spendable();
    if (units.bitLength() > BITS_MAX) {
      remove(account); // More than any ledger gives out: whoever asks reads it again.
      return;
    }
    numbers[HIGH] = units.shiftRight(64).longValue();
    numbers[LOW] = units.longValue();
    numbers[NEXT_NONCE] = standing.nextNonce();
    numbers[BESIDE] = beside;
  }

  void remove(AccountId account) {
    recent.remove(account);
    before.remove(account);
  }

  void clear() {
    recent = new HashMap<>();
    before = new HashMap<>();
  }
}
