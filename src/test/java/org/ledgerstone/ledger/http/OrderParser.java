package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.ledgerstone.hostile.Parser;
import org.ledgerstone.ledger.LedgerParts;
import org.ledgerstone.ledger.Proposal;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Rules;
import org.ledgerstone.protocol.TransferDraft;
import org.ledgerstone.testing.Wire;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;
import tools.jackson.databind.json.JsonMapper;

/** Signed transactions as {@code POST /api/v1/transactions} reads them, judged by all rules. */
public final class OrderParser implements Parser {

  private final RuleBook book = new RuleBook(BlockFixture.genesis());
  private final Rules rules = book.inForceAt(1);
  private final OrderReader reader =
      new OrderReader(
          LedgerParts.transactions(book),
          LedgerParts.wallet(BlockFixture.OPERATOR),
          new SimpleMeterRegistry());

  @Override
  public List<byte[]> seeds() {
    var noted = new TransferDraft(rules);
    noted.memo = "invoice 😀";
    noted.until = 4_000_000_000L;
    noted.to = BlockFixture.TREASURY;
    var seedForm = new TransferDraft(rules);
    seedForm.nonce = OptionalLong.empty();
    var orders = Stream.of(new TransferDraft(rules), noted, seedForm).map(TransferDraft::order);
    var post =
        new Post(
            rules.ledger(), Optional.of(BlockFixture.ALICE.address()), "Ann", "a\n\tb 名", "n-1");
    return Stream.concat(orders, Stream.of(BlockFixture.signed(rules, post, BlockFixture.ALICE)))
        .map(OrderParser::json)
        .toList();
  }

  private static byte[] json(Order order) {
    return new JsonMapper().writeValueAsString(Wire.order(order)).getBytes(UTF_8);
  }

  @Override
  public boolean reads(byte[] input) {
    try {
      if (!(StrictJson.read(input) instanceof JsonObject object)) {
        return false;
      }
      if (reader.read(object, rules) instanceof Proposal.Signed(var order)) {
        var refused = OrderRules.judge(order, rules);
        return refused.isEmpty() || !refused.get().detail().isEmpty();
      }
      return true;
    } catch (Problem refused) {
      return false;
    }
  }
}
