package org.ledgerstone.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code send}: signs a transfer or post and hands it in. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Signs a transfer or post, hands it in and prints its id and status.",
      "Safe when the connection breaks: the same order is sent again, and counts once."
    })
final class Send implements Callable<Integer> {

  private static final int ATTEMPTS = 5;
  private static final Set<String> NONCE_TAKEN = Set.of("NONCE_USED", "NONCE_AHEAD");

  private final Outside outside;
  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final OrderOptions order = new OrderOptions();
  @Mixin private final KeyOptions keys;
  @Mixin private final ServerOptions servers;

  Send(Outside outside, Root root) {
    this.outside = outside;
    this.root = root;
    this.keys = new KeyOptions(outside);
    this.servers = new ServerOptions(outside);
  }

  @Override
  public Integer call() {
    order.check();
    var key = keys.key();
    var server = servers.connect();
    var desk = new OrderDesk(order, key, () -> server, outside.random());
    desk.checkWithServer();
    var answer = handIn(desk, server);
    if (root.json()) {
      Words.say(spec, answer.node());
    } else {
      Words.say(spec, answer.text("id") + " " + answer.maybe("status").orElse("pending"));
    }
    return Exit.DONE.code();
  }

  /** Another transfer of the same sender may take the nonce that was chosen: then the next one. */
  private Fields handIn(OrderDesk desk, Server server) {
    for (int attempt = 1; ; attempt++) {
      var signed = desk.sign();
      try {
        return server.post(signed.path(), signed.body(), OrderDesk.randomHex(outside.random()));
      } catch (Failure failure) {
        boolean taken = order.nonce.isEmpty() && NONCE_TAKEN.contains(failure.code());
        if (!taken || attempt == ATTEMPTS) {
          throw failure.exit() == Exit.UNREACHABLE ? unsure(signed, failure) : failure;
        }
      }
    }
  }

  /** The order may have arrived. Whoever sends it again with its nonce cannot pay twice. */
  private static Failure unsure(SignedOrder signed, Failure failure) {
    var nonce = new Fields(signed.body()).maybe("nonce").map(n -> " --nonce " + n).orElse("");
    return Failure.unreachable(
        failure.sentence()
            + " The order may have arrived all the same; the same command"
            + (nonce.isEmpty() ? "" : " with" + nonce)
            + " sends the same order, which counts once.");
  }
}
