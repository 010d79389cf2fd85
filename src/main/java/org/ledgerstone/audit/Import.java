package org.ledgerstone.audit;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.web.Items;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;

/**
 * Takes over the blocks of an export and believes nothing of it: each is judged as one from a
 * stranger, by the same code and as many at once as when catching up. A page is read and its
 * signatures are checked while the one before is being written. Every page is durable, so whoever
 * imports again after a break goes on from there.
 */
@Component
public class Import {

  private static final int LINE_BYTES_MIN = 16 << 20;
  private static final int LINE_BYTES_A_TRANSACTION = 1500;

  private final Appending appending;
  private final Chain chain;
  private final RuleBook rules;
  private final BlockJson json;
  private final Export export;
  private final ImportCheckpoint checkpoint;

  Import(
      Appending appending,
      Chain chain,
      RuleBook rules,
      BlockJson json,
      Export export,
      ImportCheckpoint checkpoint) {
    this.appending = appending;
    this.chain = chain;
    this.rules = rules;
    this.json = json;
    this.export = export;
    this.checkpoint = checkpoint;
  }

  /** How many have been taken so far. */
  private static final class Tally {
    private long blocks;
    private long transactions;
    private long skipped;
  }

  /**
   * Reads an export to its end and takes what is not here yet. When it returns or throws, nobody
   * reads the stream any more.
   *
   * @throws Problem 409 if it is of another ledger or another chain than the one here, or somebody
   *     else adds blocks meanwhile; 400 if it is malformed or breaks off; 422 with the rule's name
   *     if a block is refused. The blocks before stay.
   */
  public ImportReport take(InputStream zipped) {
    try {
      var file = open(zipped);
      try (var reading =
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().name("import").daemon().factory())) {
        return take(file, reading);
      }
    } catch (Problem problem) {
      throw ImportRefusals.having(chain.head().index(), problem);
    }
  }

  private ImportFile open(InputStream zipped) {
    var limit = chain.rulesInForce().blockLimit();
    var lines = ImportLines.open(zipped, LINE_BYTES_MIN + limit * LINE_BYTES_A_TRANSACTION);
    var header = ImportHeader.read(required(lines));
    if (!header.genesis().equals(rules.ledger())) {
      throw ImportRefusals.otherLedger(header.genesis(), rules.ledger());
    }
    return header.from() == 1
        ? file(lines, header, 2, genesis(lines))
        : file(lines, header, header.from(), before(header.from()));
  }

  private ImportFile file(ImportLines lines, ImportHeader header, long next, Hash previous) {
    return new ImportFile(lines, header, json, appending, chain, next, previous);
  }

  private static byte[] required(ImportLines lines) {
    return lines
        .next()
        .orElseThrow(() -> ImportLines.incomplete("it ends with line " + lines.number()));
  }

  /** Nothing is taken of the first block, but it has to be the one that is here. */
  private Hash genesis(ImportLines lines) {
    var ours = export.genesisLine();
    var theirs = required(lines);
    // However it is laid out, it is not much longer; and only then is it worth reading.
    if (theirs.length > 2 * ours.length || !parts(theirs).equals(parts(ours))) {
      throw Problem.malformed("Line 2: It is not the first block of this ledger.");
    }
    return rules.ledger();
  }

  private static List<JsonObject> parts(byte[] line) {
    var parts = new ArrayList<JsonObject>();
    parts.add(Items.around(line, "transactions", parts::add));
    return parts;
  }

  private Hash before(long from) {
    return chain
        .block(from - 1)
        .orElseThrow(() -> ImportRefusals.gap(from, chain.head().index()))
        .hash();
  }

  private ImportReport take(ImportFile file, ExecutorService reading) {
    var tally = new Tally();
    var page = CompletableFuture.supplyAsync(file::next, reading).join();
    while (!page.isLast()) {
      var ahead = CompletableFuture.supplyAsync(file::next, reading);
      take(page, tally);
      page = ahead.join();
    }
    take(page, tally);
    page.fault()
        .ifPresent(problem -> {
          throw problem;
        });
    page.end().ifPresent(this::checkWork);
    return report(file.header(), tally, page.end().flatMap(checkpoint::judge));
  }

  private void take(ImportPage page, Tally tally) {
    tally.skipped += page.skipped();
    var run =
        page.blocks().stream()
            .dropWhile(one -> chain.block(one.block().hash()).isPresent())
            .toList();
    tally.skipped += page.blocks().size() - run.size();
    if (run.isEmpty()) {
      return;
    }
    var first = run.getFirst().block().header();
    if (!chain.head().hash().equals(first.previous())) {
      throw ImportRefusals.overtaken(first.index());
    }
    var outcome = appending.append(run);
    var taken = run.subList(0, outcome.taken());
    tally.blocks += taken.size();
    tally.transactions += taken.stream().mapToLong(one -> one.block().transactions().size()).sum();
    outcome
        .refused()
        .ifPresent(refused -> {
          throw ImportRefusals.atBlock(first.index() + outcome.taken(), refused);
        });
    var last = run.getLast().block();
    if (chain.block(last.hash()).isEmpty()) {
      throw ImportRefusals.overtaken(last.header().index());
    }
  }

  private void checkWork(ExportEnd end) {
    var stored = chain.block(end.hash());
    if (stored.isPresent() && !stored.get().work().equals(end.work())) {
      throw Problem.malformed("The last line: the work is " + stored.get().work() + ".");
    }
  }

  private ImportReport report(
      ImportHeader header, Tally tally, Optional<ImportReport.Signed> signed) {
    var head = chain.head();
    return new ImportReport(
        header.from(),
        header.headIndex(),
        tally.blocks,
        tally.transactions,
        tally.skipped,
        head.index(),
        head.hash(),
        signed);
  }
}
