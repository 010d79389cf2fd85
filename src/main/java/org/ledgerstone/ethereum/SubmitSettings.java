package org.ledgerstone.ethereum;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * How much the owner lets this ledger spend on Ethereum, and how long it waits.
 *
 * @param feeCap the most wei that are offered for a unit of gas
 * @param dailyCap the most wei that are spent in 24 hours, values and fees together
 * @param raiseAfter how long a transaction may wait before more is offered
 * @param poll how often the node is asked about what is under way
 * @param finalDepth how many blocks make one below them final; empty where the chain says it
 */
record SubmitSettings(
    BigInteger feeCap,
    BigInteger dailyCap,
    Duration raiseAfter,
    Duration poll,
    OptionalLong finalDepth) {

  private static final String FEE_CAP_DEFAULT = "100000000000";
  private static final String DAILY_CAP_DEFAULT = "100000000000000000";
  private static final String RAISE_AFTER_DEFAULT = "3m";
  private static final String POLL_DEFAULT = "5s";

  /** The lease has to be kept that often. */
  private static final Duration POLL_MAX = Duration.ofSeconds(12);

  /** Longer than anybody waits; what is added to a time has to be one still. */
  private static final Duration RAISE_AFTER_MAX = Duration.ofDays(365);

  private static final Pattern WEI = Pattern.compile("0|[1-9][0-9]{0,29}");
  private static final Pattern DEPTH = Pattern.compile("[1-9][0-9]{0,5}");

  /**
   * Reads the settings.
   *
   * @throws StartRefused if one of them is no setting
   */
  static SubmitSettings read(Environment environment) {
    return new SubmitSettings(
        wei(environment, "ethereum.fee-cap", "ETHEREUM_FEE_CAP", FEE_CAP_DEFAULT),
        wei(environment, "ethereum.daily-cap", "ETHEREUM_DAILY_CAP", DAILY_CAP_DEFAULT),
        duration(
            environment,
            "ethereum.raise-after",
            RAISE_AFTER_DEFAULT,
            RAISE_AFTER_MAX,
            "ETHEREUM_RAISE_AFTER is a duration such as 30s or 3m, at most 365d."),
        duration(
            environment,
            "ethereum.poll",
            POLL_DEFAULT,
            POLL_MAX,
            "ETHEREUM_POLL is a duration such as 1s or 5s, at most 12s."),
        finalDepth(environment));
  }

  private static BigInteger wei(
      Environment environment, String name, String setting, String usual) {
    return Optional.of(EthereumSettings.text(environment, name).orElse(usual))
        .filter(text -> WEI.matcher(text).matches())
        .map(BigInteger::new)
        .orElseThrow(() -> new StartRefused(setting + " is a number of wei in decimal digits."));
  }

  private static Duration duration(
      Environment environment, String name, String usual, Duration max, String expected) {
    try {
      var duration =
          DurationStyle.SIMPLE.parse(EthereumSettings.text(environment, name).orElse(usual));
      if (duration.isPositive() && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new StartRefused(expected);
    }
    throw new StartRefused(expected);
  }

  private static OptionalLong finalDepth(Environment environment) {
    var text = EthereumSettings.text(environment, "ethereum.final-depth");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return text.filter(written -> DEPTH.matcher(written).matches())
        .map(written -> OptionalLong.of(Long.parseLong(written)))
        .orElseThrow(
            () -> new StartRefused("ETHEREUM_FINAL_DEPTH is a number of blocks from 1 to 999999."));
  }
}
