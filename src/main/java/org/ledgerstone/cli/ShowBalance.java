package org.ledgerstone.cli;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Asset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code balance}: what an account holds. */
@Command(
    name = "balance",
    mixinStandardHelpOptions = true,
    description = "Prints what an account holds, in whole smallest units.")
final class ShowBalance implements Callable<Integer> {

  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "ACCOUNT", description = "A wallet's address or a name.")
  @SuppressWarnings("NullAway.Init") // picocli insists on it
  private Address account;

  @Option(
      names = "--asset",
      paramLabel = "CODE",
      description = "Of what (default: the ledger's first asset).")
  private Optional<Asset> asset = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "INDEX",
      description = "After the block of this index (default: now, with what is pending).")
  private Optional<Long> at = Optional.empty();

  @Mixin private final ServerOptions server;

  ShowBalance(Outside outside, Root root) {
    this.root = root;
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    var query = new ArrayList<String>();
    asset.ifPresent(a -> query.add("asset=" + a));
    at.ifPresent(index -> query.add("at=" + index));
    var path = "/api/v1/accounts/" + account.text();
    var found = server.connect().get(path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    if (root.json()) {
      Words.say(spec, found.node());
    } else {
      Words.say(spec, sentence(found));
    }
    return Exit.DONE.code();
  }

  private static String sentence(Fields found) {
    var code = found.maybe("asset").map(a -> " " + a).orElse("");
    if (found.maybe("balance").isEmpty()) {
      return found.text("valid") + code;
    }
    return "%s%s (valid %s, pending in %s, pending out %s, available %s)"
        .formatted(
            found.text("balance"),
            code,
            found.text("valid"),
            found.text("pendingIn"),
            found.text("pendingOut"),
            found.text("available"));
  }
}
