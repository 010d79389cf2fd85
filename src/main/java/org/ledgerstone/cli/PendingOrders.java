package org.ledgerstone.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;

/** What is pending at a server, read back into transactions whose ids are checked. */
final class PendingOrders {

  private static final int PAGE = 1000;

  private PendingOrders() {}

  /** The oldest of the pool, at most so many. */
  static List<Transaction> ask(Server server, Hash ledger, int most) {
    var pending = new ArrayList<Transaction>();
    Optional<String> cursor = Optional.empty();
    do {
      var page =
          server.get("/api/v1/pool?limit=" + PAGE + cursor.map(c -> "&cursor=" + c).orElse(""));
      page.objects("items").forEach(item -> pending.add(transaction(item, ledger)));
      cursor = page.maybe("next").map(c -> URLEncoder.encode(c, StandardCharsets.UTF_8));
    } while (cursor.isPresent() && pending.size() < most);
    return pending;
  }

  private static Transaction transaction(Fields item, Hash ledger) {
    var content = item.text("kind").equals("post") ? post(item, ledger) : transfer(item, ledger);
    if (!content.id().equals(item.hash("id"))) {
      throw Fields.odd("id");
    }
    return new Order(content, authorization(item)).acceptedAt(item.parsed("accepted", Time::parse));
  }

  private static Content post(Fields item, Hash ledger) {
    return new Post(
        ledger,
        item.maybe("from").flatMap(Address::parse),
        item.text("author"),
        item.text("content"),
        item.text("nonce"));
  }

  private static Content transfer(Fields item, Hash ledger) {
    return new Transfer(
        ledger,
        item.parsed("asset", Asset::parse),
        item.address("from"),
        item.address("to"),
        item.parsed("amount", Amount::parse),
        item.maybe("nonce").filter(n -> !n.equals("-")).isPresent()
            ? OptionalLong.of(item.number("nonce"))
            : OptionalLong.empty(),
        item.maybe("until").isPresent() ? item.number("until") : 0,
        item.maybe("memo").orElse(""));
  }

  private static Authorization authorization(Fields item) {
    var hex = item.maybe("authorization").orElse("").replaceFirst("^0x", "");
    try {
      return Authorization.of(item.small("scheme"), HexFormat.of().parseHex(hex))
          .orElseThrow(() -> Fields.odd("authorization"));
    } catch (IllegalArgumentException e) {
      throw Fields.odd("authorization");
    }
  }
}
