package org.ledgerstone.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for each {@link ClientNetwork}: a request takes one, time puts them back. Of
 * more addresses than a bound those that ask least are forgotten, and begin anew. For any thread.
 */
final class RequestRates {

  static final int ADDRESSES_MAX = 50_000;

  private final RateSettings settings;
  private final TimeMeter time;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();

  /**
   * Full buckets for everybody.
   *
   * @param nanos a clock that never goes back
   */
  RequestRates(RateSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.time = new Nanos(nanos);
  }

  /**
   * Counts one request from this address.
   *
   * @return how long it has to wait; zero if it may go on now
   */
  Duration take(String address) {
    var probe =
        buckets.get(ClientNetwork.of(address), network -> full()).tryConsumeAndReturnRemaining(1);
    return Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(limit ->
            limit
                .capacity(settings.burst())
                .refillGreedy(settings.perSecond(), Duration.ofSeconds(1)))
        .withCustomTimePrecision(time)
        .build();
  }

  /** How many addresses are remembered. */
  long addresses() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  private record Nanos(LongSupplier source) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return source.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
