package org.ledgerstone.ledger.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What one subscriber is told and when. Holds how far it has come and nothing of what it is told,
 * so it does not grow however slowly that is read. For one thread.
 */
final class EventStream {

  /** So long a stream lasts, so that a right that has ended does not go on in it. */
  static final Duration LIFE = Duration.ofMinutes(15);

  /** After so long without an event a comment is sent. */
  static final Duration QUIET = Duration.ofSeconds(15);

  /** So long nothing is told of the pool after something was. */
  static final Duration POOL_PAUSE = Duration.ofMillis(500);

  /** So many blocks are told at a time; then it is seen whether the chain is still the same. */
  static final int BLOCKS_AT_ONCE = 50;

  private final EventText text;
  private final Function<EventId, News.OfFork> finding;
  private final Instant begun;
  private Optional<EventId> place;
  private Instant spoken;
  private OptionalLong pending = OptionalLong.empty();
  private Instant pendingTold = Instant.MIN;

  /**
   * Begins.
   *
   * @param after the last block that the subscriber knows; without one it is told the head
   * @param finding where a block that is not among the recent ones has left the chain
   */
  EventStream(
      EventText text,
      Optional<EventId> after,
      Function<EventId, News.OfFork> finding,
      Instant now) {
    this.text = text;
    this.place = after;
    this.finding = finding;
    this.begun = now;
    this.spoken = now;
  }

  /** Whether it has lasted long enough. */
  boolean isOver(Instant now) {
    return isOver(begun, LIFE, now);
  }

  /** What is to be sent next, in order; nothing if there is nothing to tell now. */
  List<byte[]> next(News latest, Instant now) {
    var told = new ArrayList<byte[]>();
    var news = arrive(latest, told);
    tellBlocks(news.recent(), told);
    tellPending(news.pending(), now, told);
    if (told.isEmpty() && isOver(spoken, QUIET, now)) {
      told.add(EventText.COMMENT.getBytes(StandardCharsets.UTF_8));
    }
    if (!told.isEmpty()) {
      spoken = now;
    }
    return told;
  }

  /** Comes to where the recent blocks go on, whatever has become of the place it was at. */
  private News arrive(News latest, List<byte[]> told) {
    if (place.isEmpty()) {
      place = Optional.of(latest.recent().head().parent());
      return latest;
    }
    var from = place.get();
    if (latest.recent().goOnAfter(from)) {
      return latest;
    }
    var found = finding.apply(from);
    var recent = found.news().recent();
    if (!found.fork().equals(from)) {
      told.add(text.replaced(found.fork(), recent.head().id()));
    }
    if (recent.goOnAfter(found.fork())) {
      place = Optional.of(found.fork());
    } else {
      told.add(text.skipped(found.fork().index() + 1, recent.first().parent().index()));
      place = Optional.of(recent.first().parent());
    }
    return found.news();
  }

  private void tellBlocks(RecentBlocks recent, List<byte[]> told) {
    for (var block : recent.after(place.orElseThrow(), BLOCKS_AT_ONCE)) {
      told.add(block.event());
      place = Optional.of(block.id());
    }
  }

  private void tellPending(long count, Instant now, List<byte[]> told) {
    boolean isNew = pending.isEmpty() || pending.getAsLong() != count;
    if (isNew && isOver(pendingTold, POOL_PAUSE, now)) {
      told.add(text.pool(count));
      pending = OptionalLong.of(count);
      pendingTold = now;
    }
  }

  /** Also where the clock was set back. */
  private static boolean isOver(Instant since, Duration time, Instant now) {
    return now.isBefore(since) || !now.minus(time).isBefore(since);
  }
}
