package org.ledgerstone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The first word, and the options that every command has. */
@Command(
    name = "ledgerstone",
    mixinStandardHelpOptions = true,
    versionProvider = Root.Version.class,
    sortOptions = false,
    description = {
      "Balances and transfers that nobody has to take on trust.",
      "Without a command: starts the server. Options for it: -p PORT, --server.port=PORT or any"
          + " other setting of Spring Boot."
    })
final class Root implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Without a command: the server's port.")
  @SuppressWarnings("unused") // for the help and its faults; ServerWords reads the port
  private int port;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer on standard output in JSON, for programs.")
  private boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Say more about a failure. Never shows a key.")
  private boolean verbose;

  boolean json() {
    return json;
  }

  boolean verbose() {
    return verbose;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Root.class.getPackage().getImplementationVersion();
      return new String[] {"ledgerstone " + (version == null ? "(development)" : version)};
    }
  }
}
