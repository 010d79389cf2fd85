package org.ledgerstone.ledger.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest blocks of one chain, each ready to be told, shared by all who are told. At most
 * {@value #MAX}, which are a few megabytes since the text in a block is limited. Immutable.
 */
final class RecentBlocks {

  /** So many blocks are told to who has missed them. */
  static final int MAX = 1_000;

  /** Before anything was read. */
  static final RecentBlocks NONE = new RecentBlocks(List.of());

  private final List<ToldBlock> blocks;

  private RecentBlocks(List<ToldBlock> blocks) {
    this.blocks = blocks;
  }

  /** These blocks, which follow each other. */
  static RecentBlocks of(List<ToldBlock> blocks) {
    return new RecentBlocks(newest(blocks));
  }

  private static List<ToldBlock> newest(List<ToldBlock> blocks) {
    return List.copyOf(blocks.subList(Math.max(0, blocks.size() - MAX), blocks.size()));
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  ToldBlock first() {
    return blocks.getFirst();
  }

  ToldBlock head() {
    return blocks.getLast();
  }

  /** Whether the block with this name is among them. */
  boolean hold(EventId id) {
    return !isEmpty()
        && id.index() >= first().id().index()
        && id.index() <= head().id().index()
        && blocks.get(placeAfter(id) - 1).id().equals(id);
  }

  /** Whether all that come after this block on the chain are among them. */
  boolean goOnAfter(EventId id) {
    return hold(id) || (!isEmpty() && first().parent().equals(id));
  }

  /** What comes after this block, after which they go on: the oldest, at most so many. */
  List<ToldBlock> after(EventId id, int max) {
    int from = placeAfter(id);
    return blocks.subList(from, Math.min(blocks.size(), from + max));
  }

  private int placeAfter(EventId id) {
    return (int) (id.index() - first().id().index() + 1);
  }

  /** These and more, which follow the head. */
  RecentBlocks and(List<ToldBlock> more) {
    var all = new ArrayList<>(blocks);
    all.addAll(more);
    return of(all);
  }
}
