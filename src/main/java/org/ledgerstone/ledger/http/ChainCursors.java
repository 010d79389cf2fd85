package org.ledgerstone.ledger.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.ChainPosition;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.web.Cursor;
import org.ledgerstone.web.Page;
import org.ledgerstone.web.Paging;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/** Pages through the chain backwards. A cursor names a place and the block that stood there. */
@Component
class ChainCursors {

  private final Chain chain;

  ChainCursors(Chain chain) {
    this.chain = chain;
  }

  /**
   * A page.
   *
   * @param reading reads one item more than the page holds, before the given place
   */
  <T> Page<Map<String, Object>> page(
      Paging paging,
      String list,
      Function<ChainPosition, List<T>> reading,
      Function<T, Recorded.Place> placeOf,
      Function<T, Map<String, Object>> json) {
    var items = reading.apply(start(paging, list));
    if (items.size() <= paging.limit()) {
      return Page.last(items.stream().map(json).toList());
    }
    var page = items.subList(0, paging.limit());
    var last = placeOf.apply(page.getLast());
    return Page.before(
        Cursor.of(list, last.blockIndex(), last.position(), last.blockHash()),
        page.stream().map(json).toList());
  }

  private ChainPosition start(Paging paging, String list) {
    return paging.cursorOf(list, 3).map(this::position).orElse(ChainPosition.END);
  }

  private ChainPosition position(Cursor cursor) {
    var hash = Hash.parse(cursor.parts().get(2)).orElseThrow(Cursor::invalid);
    var position = new ChainPosition(cursor.number(0), (int) Math.min(cursor.number(1), 1 << 30));
    boolean stands =
        chain.block(position.blockIndex()).filter(b -> b.hash().equals(hash)).isPresent();
    if (!stands) {
      throw new Problem(
          410,
          "CURSOR_GONE",
          "The chain has changed since.",
          "Begin again without a cursor: the block that it names is no longer on the chain.");
    }
    return position;
  }
}
