package org.ledgerstone.hostile;

import java.util.List;

/** A reader of something that others wrote, to be given any bytes. */
public interface Parser {

  /** What it reads, for inputs to be made from. */
  List<byte[]> seeds();

  /**
   * Has it read these bytes and judge what they say, as the product does.
   *
   * @return whether they could be read; false for a refusal as the parser declares it. Whatever
   *     else it throws is a fault
   */
  boolean reads(byte[] input);
}
