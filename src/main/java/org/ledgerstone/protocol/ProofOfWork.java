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

  private static final int BLOCK_BYTES = 64;

  /** A nonce has up to 20 digits, three of which are counted through. */
  private static final int THOUSANDS_DIGITS_MAX = 17;

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
    if (header.difficulty() == 0) {
      return stop.getAsBoolean() || Thread.currentThread().isInterrupted()
          ? Optional.empty()
          : Optional.of(header.withNonce(0));
    }
    int threads =
        header.difficulty() < ALONE_BELOW_BITS ? 1 : Runtime.getRuntime().availableProcessors();
    var found = new AtomicReference<Optional<Header>>(Optional.empty());
    var done = new AtomicBoolean();
    BooleanSupplier enough =
        () -> done.get() || stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    if (threads == 1) {
      return search(header, 0, 1, enough);
    }
    try (var workers = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        int start = i;
        workers.execute(() ->
            search(header, start, threads, enough)
                .ifPresent(h -> {
                  found.set(Optional.of(h));
                  done.set(true);
                }));
      }
    }
    return found.get();
  }

  /**
   * Goes through the nonces by thousands: what stands before their last three digits is hashed once
   * for all of them.
   */
  private static Optional<Header> search(
      Header header, int start, int step, BooleanSupplier enough) {
    var before = header.textBeforeNonce().getBytes(StandardCharsets.US_ASCII);
    for (long thousand = firstThousand(before.length) + start; ; thousand += step) {
      if (enough.getAsBoolean()) {
        return Optional.empty();
      }
      var begun = Hash.sha256();
      begun.update(before);
      begun.update(Long.toString(thousand).getBytes(StandardCharsets.US_ASCII));
      int last = searchThousand(begun, header.difficulty());
      if (last >= 0) {
        return Optional.of(header.withNonce(thousand * 1000 + last));
      }
    }
  }

  /**
   * Where counting begins. If the digits of a small nonce would soon run over the end of a SHA-256
   * block, and so cost two blocks a nonce, it begins with as many as fill that block.
   */
  private static long firstThousand(int lengthBefore) {
    int room = BLOCK_BYTES - lengthBefore % BLOCK_BYTES;
    return room > THOUSANDS_DIGITS_MAX ? 1 : Long.parseLong("1" + "0".repeat(room - 1));
  }

  /** The last three digits of a nonce that shows the work; negative if none of them does. */
  private static int searchThousand(MessageDigest begun, int difficulty) {
    var ending = new byte[] {0, 0, 0, '\n'};
    var hash = new byte[Hash.LENGTH];
    for (int last = 0; last < 1000; last++) {
      var digest = Hash.copy(begun);
      ending[0] = (byte) ('0' + last / 100);
      ending[1] = (byte) ('0' + last / 10 % 10);
      ending[2] = (byte) ('0' + last % 10);
      digest.update(ending);
      try {
        digest.digest(hash, 0, hash.length);
      } catch (DigestException e) {
        throw new IllegalStateException("There is room for the hash", e);
      }
      if (Hash.leadingZeroBits(hash) >= difficulty) {
        return last;
      }
    }
    return -1;
  }
}
