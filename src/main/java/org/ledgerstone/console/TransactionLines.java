package org.ledgerstone.console;

import java.util.List;
import java.util.Locale;
import org.ledgerstone.console.TransactionLine.Party;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Allocation;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.Reward;
import org.ledgerstone.protocol.Scheme;
import org.ledgerstone.protocol.Transfer;
import org.springframework.stereotype.Component;

/** Makes lines of transactions. */
@Component
class TransactionLines {

  /** The parts that depend on what a transaction says. */
  private record Words(
      String kind, Party from, Party to, String amount, String asset, String author, String text) {}

  private final AmountText amounts;

  TransactionLines(AmountText amounts) {
    this.amounts = amounts;
  }

  List<TransactionLine> of(List<Recorded> recorded) {
    return recorded.stream().map(this::of).toList();
  }

  TransactionLine of(Recorded recorded) {
    var transaction = recorded.transaction();
    var words =
        switch (transaction.content()) {
          case Transfer t ->
              moves("transfer", party(t.from()), t.to(), t.amount(), t.asset(), t.memo());
          case Reward r -> moves("reward", Party.NOBODY, r.to(), r.amount(), r.asset(), "");
          case Allocation a -> moves("allocation", Party.NOBODY, a.to(), a.amount(), a.asset(), "");
          case Post p -> says(p);
        };
    var place = recorded.place();
    return new TransactionLine(
        transaction.id().toString(),
        Shortened.hash(transaction.id()),
        words.kind(),
        recorded.status().name().toLowerCase(Locale.ROOT),
        words.from(),
        words.to(),
        words.amount(),
        words.asset(),
        words.author(),
        words.text(),
        transaction.authorization().scheme() != Scheme.NONE,
        Moment.of(transaction.accepted()),
        place.map(Recorded.Place::blockIndex).orElse(0L),
        place.map(Recorded.Place::position).orElse(0),
        "");
  }

  private Words moves(
      String kind, Party from, Address to, Amount amount, Asset asset, String memo) {
    return new Words(
        kind, from, party(to), amounts.of(amount.units(), asset), asset.code(), "", memo);
  }

  private static Words says(Post post) {
    return new Words(
        "post",
        post.from().map(TransactionLines::party).orElse(Party.NOBODY),
        Party.NOBODY,
        "",
        "",
        post.author(),
        post.content());
  }

  private static Party party(Address address) {
    return Party.of(address.shown());
  }
}
