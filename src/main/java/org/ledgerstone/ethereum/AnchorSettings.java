package org.ledgerstone.ethereum;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.settings.StartRefused;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * What the owner has said about anchors.
 *
 * @param everyBlocks after so many blocks the newest is anchored; empty for not by their number
 * @param every after so much time, if there is a new block; empty for not by time
 * @param contract where; empty for the calldata of a transaction to the node's own account
 * @param isFinal whether an anchored block is final here once the anchor is; empty for yes if the
 *     ledger has listed miners
 */
record AnchorSettings(
    OptionalLong everyBlocks,
    Optional<Duration> every,
    Optional<Address> contract,
    Optional<Boolean> isFinal) {

  private static final String OFF = "off";
  private static final Duration EVERY_MAX = Duration.ofDays(365);
  private static final Pattern BLOCKS = Pattern.compile("[1-9][0-9]{0,8}");

  /**
   * Reads the settings.
   *
   * @throws StartRefused if one of them is no setting
   */
  static AnchorSettings read(Environment environment) {
    return new AnchorSettings(
        everyBlocks(environment), every(environment), contract(environment), isFinal(environment));
  }

  /** Whether anything is to be anchored. */
  boolean isOn() {
    return everyBlocks.isPresent() || every.isPresent();
  }

  private static Optional<String> text(Environment environment, String name) {
    return EthereumSettings.text(environment, name).filter(text -> !text.equals(OFF));
  }

  private static OptionalLong everyBlocks(Environment environment) {
    var text = text(environment, "ledger.anchor-every-blocks");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return text.filter(written -> BLOCKS.matcher(written).matches())
        .map(written -> OptionalLong.of(Long.parseLong(written)))
        .orElseThrow(
            () -> new StartRefused("LEDGER_ANCHOR_EVERY_BLOCKS is off or a number of blocks."));
  }

  private static Optional<Duration> every(Environment environment) {
    return text(environment, "ledger.anchor-every").map(AnchorSettings::duration);
  }

  private static Duration duration(String text) {
    try {
      var duration = DurationStyle.SIMPLE.parse(text);
      if (duration.isPositive() && duration.compareTo(EVERY_MAX) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw notADuration();
    }
    throw notADuration();
  }

  private static StartRefused notADuration() {
    return new StartRefused(
        "LEDGER_ANCHOR_EVERY is off or a duration such as 10m or 1h, at most 365d.");
  }

  private static Optional<Address> contract(Environment environment) {
    return EthereumSettings.text(environment, "ledger.anchor-contract")
        .map(text ->
            Address.parse(text)
                .filter(Address::isWallet)
                .orElseThrow(
                    () -> new StartRefused("LEDGER_ANCHOR_CONTRACT is no address of Ethereum.")));
  }

  private static Optional<Boolean> isFinal(Environment environment) {
    return EthereumSettings.text(environment, "ledger.anchor-final")
        .map(text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new StartRefused("LEDGER_ANCHOR_FINAL is true or false.");
            });
  }
}
