package org.ledgerstone.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Amount;
import org.ledgerstone.protocol.Asset;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.NoteKey;
import org.ledgerstone.protocol.Word;
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
    return line(Outside.ofThisProcess(), words)
        .setOut(new PrintWriter(System.out, true, System.out.charset()))
        .setErr(new PrintWriter(System.err, true, System.err.charset()))
        .execute(words);
  }

  /** The commands by name, in the order in which the help names them. */
  private static Map<String, Supplier<Object>> all(Outside outside, Root root) {
    var all = new LinkedHashMap<String, Supplier<Object>>();
    all.put("init", () -> new Init(outside, root));
    all.put("wallet", () -> wallet(outside, root));
    all.put("sign", () -> new Sign(outside));
    all.put("send", () -> new Send(outside, root));
    all.put("balance", () -> new ShowBalance(outside, root));
    all.put("generate", () -> new Generate(outside, root));
    all.put("block", () -> new MakeBlock(outside, root));
    all.put("verify-proof", () -> new VerifyProof(outside, root));
    all.put("verify", () -> new Verify(outside, root));
    all.put("token", () -> new MakeToken(outside, root));
    all.put("export", () -> new Export(outside, root));
    all.put("import", () -> new Import(outside, root));
    all.put("backup", () -> new Backup(outside, root));
    return all;
  }

  private static CommandLine wallet(Outside outside, Root root) {
    return new CommandLine(new WalletGroup())
        .addSubcommand(new WalletNew(outside, root))
        .addSubcommand(new WalletShow(outside, root));
  }

  /**
   * Knows only the command that the first word names, if it does: the others cost half a second.
   */
  static CommandLine line(Outside outside, String... words) {
    var root = new Root();
    var line = new CommandLine(root);
    var all = all(outside, root);
    if (words.length > 0 && all.containsKey(words[0])) {
      all.keySet().retainAll(List.of(words[0]));
    }
    all.forEach((name, command) -> line.addSubcommand(name, command.get()));
    Exit.document(line);
    return line.setExpandAtFiles(false)
        .registerConverter(Address.class, Values::address)
        .registerConverter(Amount.class, Values::amount)
        .registerConverter(Asset.class, Values::asset)
        .registerConverter(Hash.class, Values::hash)
        .registerConverter(NoteKey.class, Values::noteKey)
        .registerConverter(Word.class, Values::word)
        .setParameterExceptionHandler(Failures::misread)
        .setExecutionExceptionHandler(Failures::failed);
  }
}
