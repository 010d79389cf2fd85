package org.ledgerstone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sign}: a signed transfer or post, for somebody else to hand in. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Signs a transfer or post and prints it in JSON, ready for POST /api/v1/transactions (with"
          + " --seed: POST /add_transaction/).",
      "Needs no server when --ledger, --asset and --nonce are given, or with --seed."
    })
final class Sign implements Callable<Integer> {

  private final Outside outside;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final OrderOptions order = new OrderOptions();
  @Mixin private final KeyOptions keys;
  @Mixin private final ServerOptions server;

  Sign(Outside outside) {
    this.outside = outside;
    this.keys = new KeyOptions(outside);
    this.server = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    order.check();
    var desk = new OrderDesk(order, keys.key(), server::connect, outside.random());
    Words.say(spec, desk.sign().body());
    return Exit.DONE.code();
  }
}
