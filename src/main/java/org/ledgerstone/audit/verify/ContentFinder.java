package org.ledgerstone.audit.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.audit.verify.RecordedRow.Column;
import org.ledgerstone.protocol.AccountId;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Genesis;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transaction;

/**
 * Finds out what a row said before one of its columns was changed: it tries for each column what
 * can be known from elsewhere, and what hashes to the row's id was it.
 */
final class ContentFinder {

  private static final List<String> KINDS = List.of("transfer", "post", "reward", "allocation");

  private final RuleBook rules;
  private final BalanceDiagnosis balances;
  private final Set<String> addresses = new LinkedHashSet<>();

  /**
   * Knows what else stands in the block.
   *
   * @param balances as far as they have been followed
   */
  ContentFinder(RuleBook rules, List<HeldRow> block, BalanceDiagnosis balances) {
    this.rules = rules;
    this.balances = balances;
    for (var row : block) {
      row.recorded()
          .ifPresent(recorded -> {
            addresses.add(recorded.shown(Column.SENDER));
            addresses.add(recorded.shown(Column.RECEIVER));
          });
    }
    rules.genesis().allocations().stream().map(share -> share.to().text()).forEach(addresses::add);
    rules.genesis().miners().stream().map(Address::text).forEach(addresses::add);
    rules.genesis().operator().map(Address::text).ifPresent(addresses::add);
  }

  /**
   * A row that hashes to its id, and the column in which it differs from the one that is stored.
   */
  record Found(Column column, RecordedRow row) {}

  /** What the row said; empty if none of what is tried hashes to the id. */
  Optional<Found> find(HeldRow held) {
    var row = held.recorded().orElseThrow();
    var id = row.id();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    for (var column : Column.values()) {
      for (var value : candidates(column, held)) {
        var better = row.with(column, value.orElse(null));
        if (says(better, held).map(Transaction::id).equals(id)) {
          return Optional.of(new Found(column, better));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Transaction> says(RecordedRow row, HeldRow held) {
    return row.transaction(
        rules.ledger(),
        held.place().map(HeldRow.PlaceRow::block).orElse(0L),
        held.place().map(HeldRow.PlaceRow::position).orElse(0));
  }

  private List<Optional<Object>> candidates(Column column, HeldRow held) {
    var row = held.recorded().orElseThrow();
    var values = new ArrayList<Optional<Object>>();
    switch (column) {
      case KIND -> KINDS.forEach(kind -> values.add(Optional.of(kind)));
      case ASSET ->
          rules.genesis().assets().stream()
              .map(Genesis.DeclaredAsset::asset)
              .forEach(asset -> values.add(Optional.of(asset.code())));
      case SENDER, RECEIVER -> {
        values.add(Optional.empty());
        addresses.forEach(address -> values.add(Optional.of(address)));
        values.add(Optional.of(row.shown(column).toLowerCase(Locale.ROOT)));
      }
      case AMOUNT -> amounts(held).forEach(amount -> values.add(Optional.of(amount)));
      case NONCE -> {
        values.add(Optional.empty());
        nonces(held).forEach(nonce -> values.add(Optional.of(nonce)));
      }
      case UNTIL -> {
        values.add(Optional.empty());
        values.add(Optional.of(0L));
      }
      case MEMO, AUTHOR, CONTENT, POST_NONCE -> values.add(Optional.empty());
      default -> {}
    }
    return values;
  }

  /** What would lead from the balances before to those in the row. */
  private Set<BigInteger> amounts(HeldRow held) {
    var found = new LinkedHashSet<BigInteger>();
    var row = held.recorded().orElseThrow();
    held.place()
        .ifPresent(place -> {
          account(row, Column.SENDER)
              .ifPresent(account -> addDifference(found, account, place.senderBalance()));
          account(row, Column.RECEIVER)
              .ifPresent(account -> addDifference(found, account, place.receiverBalance()));
        });
    found.add(rules.genesis().reward());
    rules.genesis().allocations().forEach(share -> found.add(share.amount().units()));
    return found;
  }

  private void addDifference(
      Set<BigInteger> found, AccountId account, @Nullable BigInteger balance) {
    if (balance != null) {
      found.add(balances.standing(account).spendable().subtract(balance).abs());
    }
  }

  private Set<Object> nonces(HeldRow held) {
    var found = new LinkedHashSet<Object>();
    account(held.recorded().orElseThrow(), Column.SENDER)
        .ifPresent(account -> {
          for (long back = 0; back < 100; back++) {
            found.add(balances.standing(account).nextNonce() + back);
          }
        });
    return found;
  }

  private Optional<AccountId> account(RecordedRow row, Column column) {
    var address = Address.parse(row.shown(column));
    var asset = Asset.parse(row.shown(Column.ASSET));
    return address.isPresent() && asset.isPresent()
        ? Optional.of(new AccountId(address.get(), asset.get()))
        : Optional.empty();
  }

  /**
   * What is left to be wrong when nothing that was tried was right.
   *
   * @param fits whether the balances are those that the row leads to
   */
  static String columnsLeft(HeldRow held, boolean fits) {
    var row = held.recorded().orElseThrow();
    var unreadable = held.transaction().isEmpty() ? unreadable(row) : Optional.<Column>empty();
    if (unreadable.isPresent()) {
      return unreadable.get().sql();
    }
    return switch (row.shown(Column.KIND)) {
      case "transfer" -> fits ? "until or memo" : "sender, receiver, amount, nonce, until or memo";
      case "post" -> "sender, author, content or post_nonce";
      default -> "receiver or amount";
    };
  }

  /** The one column because of which the row says nothing; empty if it is not one alone. */
  private static Optional<Column> unreadable(RecordedRow row) {
    return Arrays.stream(Column.values())
        .sorted(Comparator.comparing(column -> column == Column.KIND))
        .filter(column ->
            plain(column).stream()
                .anyMatch(
                    value -> row.with(column, value).transaction(Hash.ZERO, 1, 0).isPresent()))
        .findFirst();
  }

  /** Values that can be read. */
  private static List<Object> plain(Column column) {
    return switch (column) {
      case ID, MEMO -> List.of();
      case KIND -> List.of("transfer", "post", "reward", "allocation");
      case ASSET -> List.of("ANY");
      case AMOUNT -> List.of(BigInteger.ONE);
      case NONCE, UNTIL, ACCEPTED -> List.of(0L);
      case SCHEME -> List.of(0L, 1L, 2L);
      case PROOF -> List.of(new byte[0]);
      default -> List.of("any");
    };
  }
}
