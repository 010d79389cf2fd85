package org.ledgerstone.testing;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Authorization;
import org.ledgerstone.protocol.Content;
import org.ledgerstone.protocol.Order;
import org.ledgerstone.protocol.OrderRules;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.testing.Tables.TransactionRow;

/** What must hold of a transaction's row by itself, wherever it stands. */
final class TransactionInvariants {

  private final RuleBook rules;
  private final Findings found;

  TransactionInvariants(RuleBook rules, Findings found) {
    this.rules = rules;
    this.found = found;
  }

  /** Its id is that of its columns, and no column says what its kind does not have. */
  void check(TransactionRow row) {
    found.unlessEqual(
        row.idText(), sha256(contentText(row)), row.place() + ": the id of these columns");
    found.unless(
        hasColumns(row), row.place() + ": the columns are not those of the kind " + row.kind());
    found.unless(
        row.accepted() >= rules.genesis().time().millis(),
        row.place() + ": accepted before the ledger began");
  }

  /** It is a transfer or a post that somebody was allowed to send. */
  void checkAuthorization(TransactionRow row) {
    try {
      var authorization = Authorization.of(row.scheme(), row.proof());
      found.unless(authorization.isPresent(), row.place() + ": the proof is malformed");
      authorization
          .flatMap(given -> OrderRules.judge(new Order(content(row), given), rules.inForceAt(1)))
          .ifPresent(refused -> found.add(row.place() + ": not authorised, " + refused));
    } catch (IllegalArgumentException | NullPointerException e) {
      found.add(row.place() + ": cannot be read, " + e);
    }
  }

  /** Its leaf in the block's tree, before the leaf is hashed. */
  static byte[] leaf(TransactionRow row) {
    return ByteBuffer.allocate(row.id().length + 8 + 1 + row.proof().length)
        .put(row.id())
        .putLong(row.accepted())
        .put((byte) row.scheme())
        .put(row.proof())
        .array();
  }

  static long textBytes(TransactionRow row) {
    return bytes(row.memo()) + bytes(row.author()) + bytes(row.content());
  }

  static long bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean hasColumns(TransactionRow row) {
    boolean moves = row.asset() != null && row.receiver() != null && row.amount() != null;
    boolean silent = row.author() == null && row.content() == null && row.postNonce() == null;
    boolean unnumbered = row.nonce() == null && row.until() == null && row.memo() == null;
    return switch (row.kind()) {
      case "transfer" ->
          moves && silent && row.sender() != null && row.until() != null && !"".equals(row.memo());
      case "post" ->
          row.author() != null
              && row.content() != null
              && row.postNonce() != null
              && row.asset() == null
              && row.receiver() == null
              && row.amount() == null
              && unnumbered;
      case "reward", "allocation" ->
          moves
              && silent
              && unnumbered
              && row.sender() == null
              && row.scheme() == 0
              && row.proof().length == 0;
      default -> false;
    };
  }

  private String contentText(TransactionRow row) {
    var ledger = "\nledger " + rules.ledger();
    return switch (row.kind()) {
      case "transfer" ->
          "ledgerstone transfer 1"
              + ledger
              + ("\nasset " + row.asset())
              + ("\nfrom " + row.sender())
              + ("\nto " + row.receiver())
              + ("\namount " + row.amount())
              + ("\nnonce " + Objects.requireNonNullElse(row.nonce(), "-"))
              + ("\nuntil " + row.until())
              + ("\nmemo " + commitment(row.memo()) + "\n");
      case "post" ->
          "ledgerstone post 1"
              + ledger
              + ("\nfrom " + Objects.requireNonNullElse(row.sender(), "-"))
              + ("\nauthor " + commitment(row.author()))
              + ("\ncontent " + commitment(row.content()))
              + ("\nnonce " + row.postNonce() + "\n");
      case "reward" ->
          "ledgerstone reward 1"
              + ledger
              + ("\nasset " + row.asset())
              + ("\nto " + row.receiver())
              + ("\namount " + row.amount())
              + ("\nblock " + row.number() + "\n");
      case "allocation" ->
          "ledgerstone allocation 1"
              + ("\nasset " + row.asset())
              + ("\nto " + row.receiver())
              + ("\namount " + row.amount())
              + ("\nposition " + row.position() + "\n");
      default -> "no kind " + row.kind();
    };
  }

  private Content content(TransactionRow row) {
    var sender = Optional.ofNullable(row.sender()).map(Address::new);
    if (row.kind().equals("post")) {
      return new Post(
          rules.ledger(), sender, text(row.author()), text(row.content()), text(row.postNonce()));
    }
    if (!row.kind().equals("transfer")) {
      throw new IllegalArgumentException("nobody sends the kind " + row.kind());
    }
    return new Transfer(
        rules.ledger(),
        new Asset(text(row.asset())),
        sender.orElseThrow(() -> new IllegalArgumentException("no sender")),
        new Address(text(row.receiver())),
        new Amount(Objects.requireNonNullElse(row.amount(), BigInteger.ZERO)),
        row.nonce() == null ? OptionalLong.empty() : OptionalLong.of(row.nonce()),
        Objects.requireNonNullElse(row.until(), -1L),
        Objects.requireNonNullElse(row.memo(), ""));
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNull(text);
  }

  static String commitment(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : sha256(text);
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(GrowingTree.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
