package org.ledgerstone.ledger;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What this process calls itself towards other nodes, another name each time it starts: by it a
 * node sees that an address leads to itself. It proves nothing.
 *
 * @param id 32 hex digits
 */
public record NodeIdentity(String id) {

  /** The version of the protocol that this node speaks. */
  public static final int PROTOCOL = 1;

  private static final int BYTES = 16;

  /** A new name. */
  public static NodeIdentity random(RandomGenerator random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new NodeIdentity(HexFormat.of().formatHex(bytes));
  }
}
