package org.ledgerstone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code wallet show}: the address of the key at hand. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints the address of the key.")
final class WalletShow implements Callable<Integer> {

  private final Root root;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final KeyOptions keys;

  WalletShow(Outside outside, Root root) {
    this.keys = new KeyOptions(outside);
    this.root = root;
  }

  @Override
  public Integer call() {
    var address = keys.key().address().shown();
    if (root.json()) {
      Words.say(spec, Json.object().put("address", address));
    } else {
      Words.say(spec, address);
    }
    return Exit.DONE.code();
  }
}
