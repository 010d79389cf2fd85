package org.ledgerstone.cli;

import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Post;
import org.ledgerstone.protocol.TextKind;
import org.ledgerstone.protocol.Transfer;
import picocli.CommandLine.Option;

/** The fields of a transfer or a post, as options. */
final class OrderOptions {

  /** What stands in a text whose bytes could not be read in this terminal's encoding. */
  private static final char UNREADABLE = '\uFFFD';

  @Option(names = "--to", paramLabel = "ACCOUNT", description = "Transfer: who receives.")
  Optional<Address> to = Optional.empty();

  @Option(
      names = "--amount",
      paramLabel = "UNITS",
      description = "Transfer: how much, in whole smallest units.")
  Optional<Amount> amount = Optional.empty();

  @Option(
      names = "--asset",
      paramLabel = "CODE",
      description = "Transfer: of what (default: the ledger's first asset).")
  Optional<Asset> asset = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "ACCOUNT",
      description =
          "Who pays or writes (default: the key's address). A named account needs the operator's"
              + " key.")
  Optional<Address> from = Optional.empty();

  @Option(
      names = "--nonce",
      paramLabel = "NONCE",
      description =
          "Transfer: the sender's next nonce (default: asked from the server). Post: 1 to 64"
              + " letters, digits, hyphens (default: random).")
  Optional<String> nonce = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Transfer: the Unix second after which it is void; 0 for never.")
  long until;

  @Option(names = "--memo", paramLabel = "TEXT", description = "Transfer: what it is for.")
  Optional<String> memo = Optional.empty();

  @Option(
      names = "--seed",
      description =
          "Transfer: sign the first document's text, sender + receiver + amount. For learning only:"
              + " it names no ledger and never ends.")
  boolean seed;

  @Option(names = "--author", paramLabel = "NAME", description = "Post: the name of the writer.")
  Optional<String> author = Optional.empty();

  @Option(names = "--content", paramLabel = "TEXT", description = "Post: what is said.")
  Optional<String> content = Optional.empty();

  @Option(
      names = "--ledger",
      paramLabel = "HASH",
      description = "The genesis hash of the ledger that is meant (default: asked).")
  Optional<Hash> ledger = Optional.empty();

  /** Whether a post is meant and not a transfer. */
  boolean isPost() {
    return author.isPresent() || content.isPresent();
  }

  /** Refuses options that do not go together, and texts that no ledger takes. */
  void check() {
    if (isPost()) {
      checkPost();
    } else {
      checkTransfer();
    }
  }

  private void checkPost() {
    require(author.isPresent() && content.isPresent(), "A post needs --author and --content.");
    boolean alone =
        to.isEmpty() && amount.isEmpty() && asset.isEmpty() && memo.isEmpty() && until == 0;
    require(alone && !seed, "A post has only --author, --content, --from, --nonce and --ledger.");
    require(nonce.map(Post::isNonce).orElse(true), "--nonce: 1 to 64 letters, digits, hyphens.");
    checkText(TextKind.AUTHOR, "--author", author.orElse(""));
    checkText(TextKind.CONTENT, "--content", content.orElse(""));
  }

  private void checkTransfer() {
    require(to.isPresent() && amount.isPresent(), "A transfer needs --to and --amount.");
    require(until >= 0 && until <= Transfer.UNTIL_MAX, "--until: 0 to " + Transfer.UNTIL_MAX + ".");
    require(nonce.map(OrderOptions::isNumber).orElse(true), "--nonce: 0 to 2^53 - 1.");
    checkText(TextKind.MEMO, "--memo", memo.orElse(""));
    if (seed) {
      boolean bare = nonce.isEmpty() && memo.isEmpty() && until == 0 && asset.isEmpty();
      require(bare, "With --seed there is no --asset, --nonce, --until or --memo to sign.");
      boolean wallets = to.get().isWallet() && from.map(Address::isWallet).orElse(true);
      require(wallets, "With --seed both accounts are wallet accounts.");
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("0|[1-9][0-9]{0,15}") && Long.parseLong(text) <= Transfer.NONCE_MAX;
  }

  private static void checkText(TextKind kind, String option, String text) {
    require(
        text.indexOf(UNREADABLE) < 0,
        option + " cannot be read in this terminal's encoding. Set LC_ALL=C.UTF-8.");
    kind.fault(text)
        .ifPresent(fault -> {
          throw Failure.usage(option + ": it " + fault + ".");
        });
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw Failure.usage(sentence);
    }
  }
}
