package org.ledgerstone.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A moment in whole milliseconds since 1970, years 1970 … 9999, written {@code
 * 2026-01-01T00:00:00.000Z}.
 *
 * @param millis the milliseconds since 1970-01-01T00:00Z
 */
public record Time(long millis) implements Comparable<Time> {

  /** The last millisecond of the year 9999. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * @throws IllegalArgumentException if it is outside the years 1970 … 9999
   */
  public Time {
    if (millis < 0 || millis > MAX_MILLIS) {
      throw new IllegalArgumentException("A time lies in the years 1970 to 9999");
    }
  }

  /**
   * The instant, cut to its millisecond.
   *
   * @throws IllegalArgumentException if it is outside the years 1970 … 9999
   * @throws ArithmeticException if it is so far outside that its milliseconds fit no long
   */
  public static Time of(Instant instant) {
    return new Time(instant.toEpochMilli());
  }

  /** Reads exactly the text that {@link #toString()} writes; empty for anything else. */
  public static Optional<Time> parse(String text) {
    try {
      var time = of(Instant.parse(text));
      return time.toString().equals(text) ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * This moment and so many milliseconds more.
   *
   * @throws IllegalArgumentException if that is outside the years 1970 … 9999
   */
  public Time plusMillis(long more) {
    return new Time(millis + more);
  }

  /** Whether this moment lies after the other. */
  public boolean isAfter(Time other) {
    return millis > other.millis;
  }

  @Override
  public int compareTo(Time other) {
    return Long.compare(millis, other.millis);
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return FORM.format(Instant.ofEpochMilli(millis));
  }
}
