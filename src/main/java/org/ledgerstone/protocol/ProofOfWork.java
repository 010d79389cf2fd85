package org.ledgerstone.protocol;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Finds and weighs proof of work: a header whose hash begins with enough zero bits. */
public final class ProofOfWork {

  /** Below so many bits one thread is done before others have started. */
  private static final int ALONE_BELOW_BITS = 10;

  /** How many nonces are tried between two looks at whether to stop. */
  private static final int STRIDE = 4096;

  private ProofOfWork() {}

  /** Whether the hash begins with as many zero bits as the header says. */
  public static boolean isShownBy(Header header, Hash hash) {
    return hash.leadingZeroBits() >= header.difficulty();
  }

  /** The work that a block of this difficulty stands for: 2^difficulty hashes on average. */
  public static BigInteger of(int difficulty) {
    return BigInteger.ONE.shiftLeft(difficulty);
  }

  /**
   * Looks for a nonce on all cores until one is found or {@code stop} says so.
   *
   * @return the header with its nonce; empty if it was stopped or this thread was interrupted
   */
  public static Optional<Header> mine(Header header, BooleanSupplier stop) {
    int threads =
        header.difficulty() < ALONE_BELOW_BITS ? 1 : Runtime.getRuntime().availableProcessors();
    var prefix = Hash.sha256();
    prefix.update(header.textBeforeNonce().getBytes(StandardCharsets.US_ASCII));
    var found = new AtomicReference<Optional<Header>>(Optional.empty());
    var done = new AtomicBoolean();
    BooleanSupplier enough = () -> done.get() || stop.getAsBoolean();
    if (threads == 1) {
      search(header, prefix, 0, 1, enough).ifPresent(h -> found.set(Optional.of(h)));
      return found.get();
    }
    try (var workers = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        int start = i;
        workers.execute(() ->
            search(header, prefix, start, threads, enough)
                .ifPresent(h -> {
                  found.set(Optional.of(h));
                  done.set(true);
                }));
      }
    }
    return found.get();
  }

  private static Optional<Header> search(
      Header header, MessageDigest prefix, int start, int step, BooleanSupplier enough) {
    var hash = new byte[Hash.LENGTH];
    var digits = new byte[21];
    digits[20] = '\n';
    for (long nonce = start, tried = 0; ; nonce += step, tried++) {
      if (tried % STRIDE == 0
          && (enough.getAsBoolean() || Thread.currentThread().isInterrupted())) {
        return Optional.empty();
      }
      hash(prefix, nonce, digits, hash);
      if (Hash.leadingZeroBits(hash) >= header.difficulty()) {
        return Optional.of(header.withNonce(nonce));
      }
    }
  }

  private static void hash(MessageDigest prefix, long nonce, byte[] digits, byte[] hash) {
    int first = 20;
    long rest = nonce;
    do {
      digits[--first] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
      rest = Long.divideUnsigned(rest, 10);
    } while (rest != 0);
    try {
      var digest = Hash.copy(prefix);
      digest.update(digits, first, digits.length - first);
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("There is room for the hash", e);
    }
  }
}
