package org.ledgerstone.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import picocli.CommandLine;

/** Everything that can be said on the command line: start reading here. */
public final class Commands {

  private Commands() {}

  /**
   * The arguments that Spring Boot takes, {@code -p} and {@code --port} put into its words; empty
   * when a command is meant, or when the words make no sense.
   *
   * @throws org.ledgerstone.settings.StartRefused if the port is none
   */
  public static Optional<String[]> forServer(String... words) {
    return ServerWords.translate(words);
  }

  /** Runs a command in this process's surroundings and returns its exit code. */
  public static int run(String... words) {
    return line(Outside.ofThisProcess())
        .setOut(new PrintWriter(System.out, true, System.out.charset()))
        .setErr(new PrintWriter(System.err, true, System.err.charset()))
        .execute(words);
  }

  /** All commands, in the order in which the help names them. */
  static CommandLine line(Outside outside) {
    var root = new Root();
    var wallet =
        new CommandLine(new WalletGroup())
            .addSubcommand(new WalletNew(outside, root))
            .addSubcommand(new WalletShow(outside, root));
    var line =
        new CommandLine(root)
            .addSubcommand(new Init(outside, root))
            .addSubcommand(wallet)
            .addSubcommand(new Sign(outside))
            .addSubcommand(new Send(outside, root))
            .addSubcommand(new ShowBalance(outside, root))
            .addSubcommand(new Generate(outside, root))
            .addSubcommand(new MakeBlock(outside, root))
            .addSubcommand(new MakeToken(outside, root));
    Exit.document(line);
    return line.setExpandAtFiles(false)
        .registerConverter(Address.class, Values::address)
        .registerConverter(Amount.class, Values::amount)
        .registerConverter(Asset.class, Values::asset)
        .registerConverter(Hash.class, Values::hash)
        .setParameterExceptionHandler(Failures::misread)
        .setExecutionExceptionHandler(Failures::failed);
  }
}
