package org.ledgerstone.protocol;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges an order by itself: its form, its kind, its authorization. What depends on the sender's
 * standing is for {@link TransferRules}. Touches nothing; the first refusal wins.
 */
public final class OrderRules {

  private OrderRules() {}

  /** Why the order is refused under these rules; empty if it is well-formed and authorised. */
  public static Optional<Refused> judge(Order order, Rules rules) {
    return judge(order, rules, SignatureLaps.UNTOLD);
  }

  /**
   * The same.
   *
   * @param laps told about the check of the signature, if it comes to that
   */
  public static Optional<Refused> judge(Order order, Rules rules, SignatureLaps laps) {
    return switch (order.content()) {
      case Transfer transfer -> judge(transfer, order.authorization(), rules, laps);
      case Post post -> judge(post, order.authorization(), rules, laps);
      case Reward r -> refused(Refusal.KIND_NOT_ALLOWED);
      case Allocation a -> refused(Refusal.KIND_NOT_ALLOWED);
    };
  }

  /**
   * Judges many orders, each by itself, on all cores.
   *
   * @param laps makes what is told about one order's signature
   * @return for each order what {@link #judge} says of it, in the same order
   */
  public static List<Optional<Refused>> judgeAll(
      List<Order> orders, Rules rules, Supplier<SignatureLaps> laps) {
    return orders.parallelStream().map(order -> judge(order, rules, laps.get())).toList();
  }

  private static Optional<Refused> judge(
      Transfer transfer, Authorization given, Rules rules, SignatureLaps laps) {
    return judgeUnsigned(transfer, rules)
        .or(() -> transfer.isSeedForm() ? seedForm(transfer, given, rules) : numbered(given))
        .or(() ->
            signedBy(
                transfer.from(),
                given,
                transfer.isSeedForm()
                    ? SeedText.digest(transfer)
                    : rules.typedData().digest(transfer),
                rules,
                laps));
  }

  /** Why the transfer is refused whoever signs it; empty if a signature is all that it needs. */
  public static Optional<Refused> judgeUnsigned(Transfer transfer, Rules rules) {
    if (!transfer.ledger().equals(rules.ledger())) {
      return refused(Refusal.OTHER_LEDGER);
    }
    if (transfer.nonce().isPresent() && outside(transfer.nonce().getAsLong(), Transfer.NONCE_MAX)) {
      return Optional.of(Refusal.MALFORMED.because("nonce: 0 to 2^53 - 1"));
    }
    if (outside(transfer.until(), Transfer.UNTIL_MAX)) {
      return Optional.of(Refusal.MALFORMED.because("until: 0 to " + Transfer.UNTIL_MAX));
    }
    var textFault = transfer.textFault();
    if (textFault.isPresent()) {
      return textFault.map(Refusal.TEXT_INVALID::because);
    }
    if (!rules.declares(transfer.asset())) {
      return Optional.of(
          Refusal.ASSET_UNKNOWN.because("This ledger has no asset " + transfer.asset()));
    }
    if (transfer.from().equals(transfer.to())) {
      return refused(Refusal.SELF_TRANSFER);
    }
    return signable(transfer.from(), rules);
  }

  private static Optional<Refused> seedForm(Transfer transfer, Authorization given, Rules rules) {
    if (!rules.seedSignatures()) {
      return refused(Refusal.SEED_SIGNATURES_OFF);
    }
    boolean fits = given.scheme() == Scheme.SEED_TEXT && takesSeedText(transfer, rules);
    return fits ? Optional.empty() : refused(Refusal.SCHEME_WRONG);
  }

  /** Whether a signature over its seed text can authorise this transfer. */
  public static boolean takesSeedText(Transfer transfer, Rules rules) {
    return rules.seedSignatures()
        && transfer.isSeedForm()
        && transfer.asset().equals(rules.nativeAsset())
        && transfer.from().isWallet()
        && transfer.to().isWallet()
        && transfer.until() == 0
        && transfer.memo().isEmpty();
  }

  private static Optional<Refused> numbered(Authorization given) {
    return given.scheme() == Scheme.TYPED_DATA ? Optional.empty() : refused(Refusal.SCHEME_WRONG);
  }

  private static Optional<Refused> judge(
      Post post, Authorization given, Rules rules, SignatureLaps laps) {
    return judgeUnsigned(post, rules)
        .or(() -> {
          var scheme = post.from().isPresent() ? Scheme.TYPED_DATA : Scheme.NONE;
          return given.scheme() == scheme ? Optional.empty() : refused(Refusal.SCHEME_WRONG);
        })
        .or(() -> {
          if (post.from().isEmpty()) {
            return given.signature().isEmpty() ? Optional.empty() : refused(Refusal.SCHEME_WRONG);
          }
          return signedBy(post.from().get(), given, rules.typedData().digest(post), rules, laps);
        });
  }

  /** Why the post is refused whoever signs it; empty if a signature, or nothing, is missing. */
  public static Optional<Refused> judgeUnsigned(Post post, Rules rules) {
    if (!post.ledger().equals(rules.ledger())) {
      return refused(Refusal.OTHER_LEDGER);
    }
    var textFault = post.textFault();
    if (textFault.isPresent()) {
      return textFault.map(Refusal.TEXT_INVALID::because);
    }
    if (!Post.isNonce(post.nonce())) {
      return Optional.of(Refusal.MALFORMED.because("nonce: 1 to 64 letters, digits and hyphens"));
    }
    if (rules.posts() == Posts.OFF) {
      return refused(Refusal.POSTS_OFF);
    }
    if (rules.posts() == Posts.SIGNED && post.from().isEmpty()) {
      return refused(Refusal.POST_UNSIGNED);
    }
    return post.from().flatMap(from -> signable(from, rules));
  }

  private static Optional<Refused> signable(Address from, Rules rules) {
    return rules.signerFor(from).isPresent() ? Optional.empty() : refused(Refusal.OPERATOR_MISSING);
  }

  private static Optional<Refused> signedBy(
      Address from, Authorization given, byte[] digest, Rules rules, SignatureLaps laps) {
    laps.digested();
    var signer = given.signature().flatMap(signature -> signature.signerOf(digest));
    laps.recovered();
    return signer.isPresent() && signer.equals(rules.signerFor(from))
        ? Optional.empty()
        : refused(Refusal.SIGNATURE_MISMATCH);
  }

  private static boolean outside(long number, long max) {
    return number < 0 || number > max;
  }

  private static Optional<Refused> refused(Refusal code) {
    return Optional.of(code.plainly());
  }
}
