package org.ledgerstone.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.ledgerstone.ledger.Chain;
import org.ledgerstone.ledger.Head;
import org.ledgerstone.ledger.PinnedChain;
import org.ledgerstone.ledger.Recorded;
import org.ledgerstone.ledger.StoredBlock;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SignedNote;
import org.ledgerstone.web.Problem;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * The chain that counts as a file: gzip, JSON lines, written while it is read, a page at a time. It
 * is one chain, whatever happens meanwhile, or it has no end.
 */
@Component
public class Export {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int HASH_DIGITS = 8;
  private static final JsonFactory LINES = JsonFactory.builder().rootValueSeparator("\n").build();

  private final Chain chain;
  private final RuleBook rules;
  private final ExportJson json;
  private final Checkpoints checkpoints;

  Export(Chain chain, RuleBook rules, ExportJson json, Checkpoints checkpoints) {
    this.chain = chain;
    this.rules = rules;
    this.json = json;
    this.checkpoints = checkpoints;
  }

  /**
   * What is to be exported.
   *
   * @param ledger the genesis hash
   * @param from the index of the first block
   * @param head the last block
   */
  public record Extent(Hash ledger, long from, Head head) {

    /** A name for the file. */
    public String fileName() {
      return "ledgerstone-%s-%d-%d.jsonl.gz"
          .formatted(ledger.toString().substring(0, HASH_DIGITS), from, head.index());
    }
  }

  /**
   * From this block to the head as it is now.
   *
   * @throws Problem 404 if the chain does not reach that far
   */
  public Extent from(long index) {
    var head = chain.head();
    if (index > head.index()) {
      throw Problem.notFound("The chain ends with block " + head.index() + ".");
    }
    return new Extent(rules.ledger(), index, head);
  }

  /**
   * Writes it. If that fails, what has been written has no end, and the stream is left open.
   *
   * @throws PinnedChain.ChangedException if the chain has changed
   * @throws IOException if the stream cannot be written
   */
  public void write(Extent extent, OutputStream out) throws IOException {
    // Neither is closed where the writing fails: that would add the end that it lacks.
    var zipped = new GZIPOutputStream(out, BUFFER_BYTES);
    try {
      var lines = LINES.createGenerator(ObjectWriteContext.empty(), zipped);
      var head = extent.head();
      json.first(extent.ledger(), extent.from(), head.index(), head.hash(), lines);
      blocks(extent, lines);
      var checkpoint = checkpoints.upTo(head.index()).map(SignedNote::format);
      ExportJson.last(new ExportEnd(head.index(), head.hash(), head.work(), checkpoint), lines);
      lines.writeRaw('\n');
      lines.close();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void blocks(Extent extent, JsonGenerator lines) {
    var pinned = new PinnedChain(chain, extent.head(), extent.from());
    for (var next = pinned.block(); next.isPresent(); next = pinned.block()) {
      json.beginBlock(next.get(), lines);
      for (var held = pinned.transaction(); held.isPresent(); held = pinned.transaction()) {
        json.transaction(held.get(), lines);
      }
      ExportJson.endBlock(lines);
    }
  }

  /** The line of the first block of this ledger. */
  byte[] genesisLine() {
    var bytes = new ByteArrayOutputStream();
    try (var line = LINES.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(chain.block(1).orElseThrow(), line);
    }
    return bytes.toByteArray();
  }

  private void write(StoredBlock block, JsonGenerator line) {
    json.beginBlock(block, line);
    chain.transactions(block.header().index()).stream()
        .map(Recorded::transaction)
        .forEach(held -> json.transaction(held, line));
    ExportJson.endBlock(line);
  }
}
