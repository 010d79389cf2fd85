package org.ledgerstone.audit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ledgerstone.ledger.Appending;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;

/**
 * An export on its way in: its lines made into blocks that follow one another, a page at a time.
 * What is here already is compared by its hash and passed over. For one thread at a time.
 */
final class ImportFile {

  /** About 10,000 transfers. */
  private static final int PAGE_BYTES = 4 << 20;

  private static final int PAGE_LINES = 500;

  /** Every block is longer. */
  private static final int SHORT_LINE_BYTES_MAX = 512;

  /** How a longer last line begins; no block does. */
  private static final String LAST = "{\"end\"";

  private static final BigInteger WORK_MAX = BigInteger.TEN.pow(60);

  private final ImportLines lines;
  private final ImportHeader header;
  private final BlockJson json;
  private final Appending appending;
  private final Chain chain;
  private final long here;
  private long next;
  private Hash previous;
  private boolean isRead;
  private Optional<ExportEnd> end = Optional.empty();

  /**
   * Goes on behind the first line, and behind genesis if that is there.
   *
   * @param next the index of the next block
   * @param previous the hash of the one before, which is on the chain here
   */
  ImportFile(
      ImportLines lines,
      ImportHeader header,
      BlockJson json,
      Appending appending,
      Chain chain,
      long next,
      Hash previous) {
    this.lines = lines;
    this.header = header;
    this.json = json;
    this.appending = appending;
    this.chain = chain;
    this.here = chain.head().index();
    this.next = next;
    this.previous = previous;
  }

  /** What a line was found to be. */
  private sealed interface Line {
    record Block(SealedBlock block) implements Line {}

    record Last(ExportEnd end) implements Line {}

    record Faulty(Problem problem) implements Line {}
  }

  /** What a page has come to so far. */
  private static final class Draft {
    private final List<SealedBlock> blocks = new ArrayList<>();
    private long skipped;
    private Optional<Problem> fault = Optional.empty();
  }

  ImportHeader header() {
    return header;
  }

  /** The next page. Not to be asked for after the last. */
  ImportPage next() {
    long first = lines.number() + 1;
    var raw = new ArrayList<byte[]>();
    var broken = fill(raw);
    var draft = new Draft();
    take(first, parsed(raw), draft);
    var fault =
        draft
            .fault
            .or(() -> broken)
            .or(() ->
                isRead && end.isEmpty()
                    ? Optional.of(ImportLines.incomplete("its last line is missing"))
                    : Optional.empty());
    return new ImportPage(
        appending.prepare(draft.blocks), draft.skipped, fault, isRead ? end : Optional.empty());
  }

  /** Reads lines; says why there are no more if that is a fault. */
  private Optional<Problem> fill(List<byte[]> raw) {
    try {
      long bytes = 0;
      while (bytes < PAGE_BYTES && raw.size() < PAGE_LINES) {
        var line = lines.next();
        if (line.isEmpty()) {
          isRead = true;
          break;
        }
        raw.add(line.get());
        bytes += line.get().length;
      }
      return Optional.empty();
    } catch (Problem problem) {
      return Optional.of(problem);
    }
  }

  private List<Line> parsed(List<byte[]> raw) {
    return IntStream.range(0, raw.size())
        .parallel()
        .mapToObj(i -> parsed(raw.get(i), next + i))
        .toList();
  }

  private Line parsed(byte[] line, long index) {
    try {
      return isLast(line) ? new Line.Last(last(line)) : new Line.Block(json.read(line, index));
    } catch (Problem problem) {
      return new Line.Faulty(problem);
    }
  }

  private static boolean isLast(byte[] line) {
    return line.length <= SHORT_LINE_BYTES_MAX
        || (line.length <= ExportEnd.BYTES_MAX
            && new String(line, 0, LAST.length(), StandardCharsets.US_ASCII).equals(LAST));
  }

  private static ExportEnd last(byte[] line) {
    if (StrictJson.read(line) instanceof JsonObject object) {
      var end = object.only("end", "checkpoint").object("end").only("index", "hash", "work");
      return new ExportEnd(
          ImportHeader.index(end, "index"),
          ImportHeader.hash(end, "hash"),
          end.wholeNumber("work", WORK_MAX),
          object.optionalText("checkpoint"));
    }
    throw Problem.malformed("It is neither a block nor the end.");
  }

  private void take(long firstLine, List<Line> found, Draft draft) {
    var known = found.isEmpty() || next > here ? Map.<Long, Hash>of() : hashesHere(found.size());
    for (int i = 0; i < found.size() && draft.fault.isEmpty(); i++) {
      var fault =
          switch (found.get(i)) {
            case Line.Faulty(var problem) -> Optional.of(problem);
            case Line.Last(var last) -> takeEnd(last);
            case Line.Block(var block) -> takeBlock(block, known, draft);
          };
      long line = firstLine + i;
      draft.fault = fault.map(problem -> ImportRefusals.atLine(line, problem));
    }
  }

  private Map<Long, Hash> hashesHere(int count) {
    var hashes = new HashMap<Long, Hash>();
    chain.blocks(next, count).forEach(block -> hashes.put(block.header().index(), block.hash()));
    return hashes;
  }

  private Optional<Problem> takeBlock(SealedBlock block, Map<Long, Hash> known, Draft draft) {
    if (end.isPresent()) {
      return Optional.of(Problem.malformed("It stands behind the end."));
    }
    boolean follows = block.header().previous().equals(previous);
    if (!follows && next > header.from()) {
      return Optional.of(Problem.malformed("It does not follow the block before it."));
    }
    if (!follows
        || (next <= here
            && !Optional.of(block.hash()).equals(Optional.ofNullable(known.get(next))))) {
      return Optional.of(ImportRefusals.otherChain(next, block.hash()));
    }
    if (next <= here) {
      draft.skipped++;
    } else {
      draft.blocks.add(block);
    }
    previous = block.hash();
    next++;
    return Optional.empty();
  }

  private Optional<Problem> takeEnd(ExportEnd last) {
    if (end.isPresent()) {
      return Optional.of(Problem.malformed("It is a second end."));
    }
    if (last.index() != next - 1
        || last.index() != header.headIndex()
        || !last.hash().equals(previous)
        || !last.hash().equals(header.head())) {
      return Optional.of(Problem.malformed("It is not the end of the blocks before it."));
    }
    end = Optional.of(last);
    return Optional.empty();
  }
}
