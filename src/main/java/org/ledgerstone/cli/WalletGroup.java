package org.ledgerstone.cli;

import picocli.CommandLine.Command;

/** {@code wallet}: only the words below it do something. */
@Command(
    name = "wallet",
    mixinStandardHelpOptions = true,
    description = "Makes a key and names its address.")
final class WalletGroup {}
