package org.ledgerstone.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Genesis;

/** Writes the parameters of a ledger as the YAML file that a server reads. */
final class GenesisText {

  private GenesisText() {}

  static String of(Genesis genesis) {
    return """
    # The parameters of a ledger. All of them go into its first block, whose hash names the
    # ledger and is signed with every transaction:
    # %s
    # To change anything here is to describe another ledger. Copy the file to every node.
    name: "%s"
    chain: %d
    assets:
    %s
    reward: "%s"
    difficulty: %d
    # Milliseconds.
    interval: %d
    blockLimit: %d
    # Whose signature moves the funds of named accounts.
    operator: %s
    posts: "%s"
    seedSignatures: %b
    finalDepth: %d
    # Who may make blocks.
    miners: [%s]
    time: "%s"
    # In smallest units.
    allocations:
    %s
    """
        .formatted(
            genesis.block().hash(),
            genesis.name(),
            genesis.chain(),
            genesis.assets().stream()
                .map(a -> "  - {code: \"%s\", decimals: %d}".formatted(a.asset(), a.decimals()))
                .collect(Collectors.joining("\n")),
            genesis.reward(),
            genesis.difficulty(),
            genesis.intervalMillis(),
            genesis.blockLimit(),
            genesis.operator().map(GenesisText::quoted).orElse("null"),
            genesis.posts().name().toLowerCase(Locale.ROOT),
            genesis.seedSignatures(),
            genesis.finalDepth(),
            genesis.miners().stream().map(GenesisText::quoted).collect(Collectors.joining(", ")),
            genesis.time(),
            genesis.allocations().stream()
                .map(share ->
                    "  - {asset: \"%s\", to: %s, amount: \"%s\"}"
                        .formatted(share.asset(), quoted(share.to()), share.amount()))
                .collect(Collectors.joining("\n")));
  }

  /** Without quotes YAML takes an address for a number. */
  private static String quoted(Address address) {
    return '"' + address.shown() + '"';
  }
}
