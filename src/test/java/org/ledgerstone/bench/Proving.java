package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What a proof costs by the length of the chain, and by the size of the block that the transaction
 * stands in. The blocks are filled by SQL with made-up signatures, so these proofs would not hold;
 * the same is read and hashed for them.
 */
final class Proving {

  private static final int ACCOUNTS = 1_000;
  private static final long LONGEST = 1_000_000;
  private static final int SAMPLE = 20_000;
  private static final int SECONDS = 5;
  private static final int WARMING_UP_SECONDS = 60;
  private static final int WARMING_UP_OVER = 4;
  private static final double MILLIS = 5;

  /** A chain of so many transfers in blocks of this size. */
  private record Shape(long transfers, int perBlock) {

    long blocks() {
      return transfers / perBlock;
    }
  }

  private final Curves curves;
  private final World world;

  Proving(Curves curves) {
    this.curves = curves;
    this.world = curves.world(ACCOUNTS);
  }

  void run() throws Exception {
    curves.say("Proofs over HTTP, one after the other; bytes are those of one answer.\n");
    var shapes = new ArrayList<Shape>();
    for (long blocks = 10_000; blocks <= LONGEST; blocks *= 10) {
      shapes.add(new Shape(blocks, 1));
    }
    shapes.add(new Shape(100_000, 1_000));
    shapes.add(new Shape(100_000, ChainFill.PER_BLOCK));
    for (var shape : shapes) {
      measure(shape);
    }
  }

  private void measure(Shape shape) throws Exception {
    var name = "proofs" + shape.transfers() + "_" + shape.perBlock();
    var ledger = curves.start(name, world, "off");
    ledger.lengthen(shape.transfers(), shape.perBlock());
    var ids = ledger.tables().someIds(SAMPLE);
    long blocks = ledger.tables().blocks();
    var inclusion = ids.stream().map(id -> "/api/v1/transactions/" + id + "/proof").toList();
    read(ledger, shape, "inclusion", inclusion);
    if (shape.perBlock() == 1) {
      var random = new SplittableRandom(blocks);
      var consistency =
          Stream.generate(() -> "/api/v1/blocks/" + (1 + random.nextLong(blocks)) + "/consistency")
              .limit(SAMPLE)
              .toList();
      read(ledger, shape, "consistency", consistency);
    }
    curves.drop(ledger);
  }

  private void read(MeasuredLedger ledger, Shape shape, String what, List<String> paths)
      throws Exception {
    ledger.read(connection -> paths, WARMING_UP_OVER, WARMING_UP_SECONDS);
    var found = ledger.read(connection -> paths.reversed(), 1, SECONDS);
    curves.say(
        "%s, %,d blocks of %,d: p50 %.2f ms; %,d bytes; %s"
            .formatted(
                what,
                shape.blocks(),
                shape.perBlock(),
                found.p50Millis(),
                ledger.bytesOf(paths.getFirst()),
                Curves.mark("p99 (ms)", found.p99Millis(), MILLIS, false)));
  }
}
