package org.ledgerstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts everything, gives every part its turns, and says what came of it. */
@CommandLine.Command(name = "bench")
final class Bench implements Callable<Integer> {

  private static final long GIT_SECONDS = 20;

  @Spec private CommandSpec command;
  @Mixin private final Options options = new Options();
  private final List<Series> series = new ArrayList<>();
  private final List<String> found = new ArrayList<>();
  private final StringBuilder report = new StringBuilder();

  /** See {@code ./bench --help}. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(arguments));
  }

  /** The same; the exit code. */
  static int run(String... arguments) {
    return new CommandLine(new Bench())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    if (!options.unknown().isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "There is no %s; there are %s and, with --growth, %s."
              .formatted(String.join(", ", options.unknown()), Options.PARTS, Options.CURVES));
    }
    long began = System.nanoTime();
    try (var running = new Running()) {
      var server = running.keep(Postgres.start(running.directory(), options.embedded));
      say("PostgreSQL from " + server.origin() + ": " + server.settings());
      say(
          "%d cores; Java %s"
              .formatted(
                  Runtime.getRuntime().availableProcessors(), System.getProperty("java.version")));
      say(options.words() + "\n");
      boolean right = !options.turns() || turns(running, server);
      if (options.curves()) {
        var curves = new Curves(options, server, running, directory(), this::say);
        new Growth(curves).run();
        right &= curves.right();
      }
      say("Took %d s%s.".formatted((System.nanoTime() - began) / 1_000_000_000, commit()));
      Files.writeString(directory().resolve("report.md"), report);
      if (options.keep) {
        System.out.println("Kept until Ctrl-C: " + server.url("") + ", user " + Postgres.USER);
        Thread.sleep(Long.MAX_VALUE);
      }
      return right ? 0 : 1;
    }
  }

  private boolean turns(Running running, Postgres server) throws Exception {
    var parts = new Parts(options, server);
    parts.start(running).forEach(this::say);
    takeTurns(parts.inTurns());
    boolean right = check(parts.ledgers());
    takeTurns(parts.paced(running));
    right &= check(parts.pacedLedgers());
    tell();
    return right;
  }

  /** Where this was built, if git can tell. */
  private static String commit() throws InterruptedException {
    try {
      var words = List.of("git", "describe", "--always", "--dirty", "--exclude=*");
      return ", at commit " + Command.run(Path.of("."), Map.of(), GIT_SECONDS, words).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Every other round goes backwards, so that nobody always follows the same one. */
  private void takeTurns(List<Part> parts) throws Exception {
    var these = parts.stream().map(Series::new).toList();
    series.addAll(these);
    for (int round = 0; round < options.rounds(); round++) {
      for (var one : round % 2 == 0 ? these : these.reversed()) {
        var taken = one.part().turn().take(options.seconds());
        one.add(taken);
        System.out.println(Report.turn(round, one.part(), taken));
      }
    }
  }

  /** Whether all is as it should be; what there is to say of that comes after the figures. */
  private boolean check(List<MeasuredLedger> ledgers) throws Exception {
    boolean right = true;
    for (var ledger : ledgers) {
      var faults = ledger.faults();
      faults.forEach(fault -> found.add(ledger.name() + ": WRONG: " + fault));
      found.add(ledger.summary() + (faults.isEmpty() ? ", all of them valid, nothing lost." : "."));
      right &= faults.isEmpty();
    }
    return right;
  }

  private void tell() {
    say(
        "\nMedians of %d turns of %.0f s, taken one part after the other:\n"
            .formatted(options.rounds(), options.seconds()));
    say(Report.rates(series));
    var paced = series.stream().filter(one -> one.part().subject().isPause()).toList();
    if (!paced.isEmpty()) {
      say(
          "Batches of 100 sent when due, %,d transfers per second; every wait counts from then:\n"
              .formatted(options.pauseRate));
      say(WaitsReport.table(paced));
    }
    if (compares()) {
      say(Report.comparison(of("service"), of("baseline")));
    }
    var verdicts = Targets.judge(of(compares() ? "service" : ""));
    if (!verdicts.isEmpty()) {
      say(Report.targets(verdicts));
    }
    found.forEach(this::say);
  }

  private boolean compares() {
    return options.builds().size() > 1;
  }

  /** By subject, the series of one build and those that are no build's. */
  private Map<Subject, Series> of(String ledger) {
    var found = new EnumMap<Subject, Series>(Subject.class);
    for (var one : series) {
      if (one.part().ledger().isEmpty() || one.part().ledger().equals(ledger)) {
        found.put(one.part().subject(), one);
      }
    }
    return found;
  }

  private void say(String text) {
    System.out.println(text);
    report.append(text).append('\n');
  }

  private Path directory() throws IOException {
    var directory = options.writeDocs ? Path.of("docs", "performance") : Path.of("target", "bench");
    return Files.createDirectories(directory);
  }
}
