package org.ledgerstone.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/**
 * A request's body that is read as it comes, since it is too long to be kept: up to a limit, within
 * a time. For one thread.
 */
public final class BodyStream extends IncomingBody {

  private final String mediaType;
  private final int bytesMax;
  private final Duration time;
  private final long began;
  private final Quota.Share bytes;
  private final Optional<String> key;
  private final Optional<MessageDigest> fingerprint;
  private long count;

  private BodyStream(
      HttpServletRequest request, int bytesMax, Duration time, Quota.Share bytes, String mediaType)
      throws IOException {
    super(FirstBytes.stream(request));
    this.began = System.nanoTime() - FirstBytes.waited(request).toNanos();
    this.mediaType = mediaType;
    this.bytesMax = bytesMax;
    this.time = time;
    this.bytes = bytes;
    this.key = KeyedRequest.key(request);
    this.fingerprint = key.map(k -> KeyedRequest.fingerprintOf(request));
  }

  /**
   * Begins to read a body.
   *
   * @param time how long all of it may take to come
   * @param bytes takes what has been read
   * @throws Problem 400 {@code IDEMPOTENCY_KEY_INVALID}, 413 {@code BODY_TOO_LARGE}, 415 {@code
   *     MEDIA_TYPE_UNSUPPORTED}
   */
  public static BodyStream open(
      HttpServletRequest request,
      int bytesMax,
      Duration time,
      Quota.Share bytes,
      String... mediaTypes) {
    Body.requirePlain(request, bytesMax);
    var mediaType = Body.mediaType(request);
    Body.requireType(mediaType, mediaTypes);
    try {
      return new BodyStream(request, bytesMax, time, bytes, mediaType);
    } catch (IOException e) {
      throw Body.brokenOff();
    }
  }

  /** The type that was named, in lower case and without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * Reads as {@link InputStream} has it.
   *
   * @throws Problem 400 {@code MALFORMED} if it is broken off, 408 {@code BODY_TOO_SLOW}, 413
   *     {@code BODY_TOO_LARGE}, and what the quota answers
   */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    int got = next(buffer, offset, (int) Math.min(length, bytesMax + 1 - count), left());
    if (got < 0) {
      return got;
    }
    count += got;
    if (count > bytesMax) {
      throw Body.tooLarge(bytesMax);
    }
    bytes.take(got);
    if (left().isNegative()) {
      throw tooSlow();
    }
    fingerprint.ifPresent(digest -> digest.update(buffer, offset, got));
    return got;
  }

  private Duration left() {
    return time.minusNanos(System.nanoTime() - began);
  }

  @Override
  Problem tooSlow() {
    return BodyLimits.tooSlow(time);
  }

  /** The request's name, if it has one. For when the body has been read to its end. */
  public Optional<KeyedRequest> keyed() {
    return key.map(name -> KeyedRequest.of(name, fingerprint.orElseThrow()));
  }
}
