package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which block is asked for: one by its number, or one that moves on.
 *
 * @param text decimal digits, or {@code latest}, {@code safe}, {@code finalized}, {@code pending}
 */
public record BlockTag(String text) {

  /** The newest block. */
  public static final BlockTag LATEST = new BlockTag("latest");

  /** The newest block that the chain will not give up again. */
  public static final BlockTag FINALIZED = new BlockTag("finalized");

  /** The chain with all that waits: for nonces, it is no block that could be shown. */
  static final BlockTag PENDING = new BlockTag("pending");

  private static final Set<String> SHOWN = Set.of("latest", "safe", "finalized");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final BigInteger NUMBER_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  /** The block with this number. */
  public static BlockTag number(long number) {
    return new BlockTag(Long.toString(number));
  }

  /** Reads a number or the name of a block that can be shown; empty for anything else. */
  public static Optional<BlockTag> parse(String text) {
    return SHOWN.contains(text) || isNumber(text)
        ? Optional.of(new BlockTag(text))
        : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches() && new BigInteger(text).compareTo(NUMBER_MAX) <= 0;
  }

  /** The number, where it was asked for by one. */
  OptionalLong number() {
    return isNumber(text) ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /** As JSON-RPC writes it. */
  String parameter() {
    return isNumber(text) ? "0x" + Long.toHexString(Long.parseLong(text)) : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
