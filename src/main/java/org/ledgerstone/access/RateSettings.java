package org.ledgerstone.access;

import org.ledgerstone.settings.StartRefused;
import org.springframework.core.env.Environment;

/**
 * How many requests one address may send.
 *
 * @param perSecond as a rule; 0: as many as it likes
 * @param burst at once, after a pause
 */
record RateSettings(long perSecond, long burst) {

  static final RateSettings OFF = new RateSettings(0, 0);

  private static final long DEFAULT_PER_SECOND = 200;
  private static final long SECONDS_OF_BURST = 10;
  private static final long MAX = 1_000_000;
  private static final String RATE = "ledger.requests-per-second";
  private static final String BURST = "ledger.requests-burst";

  /**
   * Reads the settings.
   *
   * @param reachedByOthers whether more than this machine reaches the server; if not, nobody is
   *     limited unless that is said
   * @throws StartRefused if one of them is no setting
   */
  static RateSettings read(Environment environment, boolean reachedByOthers) {
    long perSecond =
        switch (environment.getProperty(RATE, "")) {
          case "" -> reachedByOthers ? DEFAULT_PER_SECOND : 0;
          case "off", "false" -> 0;
          case String text -> number(text, "LEDGER_REQUESTS_PER_SECOND is off or");
        };
    var burst = environment.getProperty(BURST, "");
    if (perSecond == 0) {
      return OFF;
    }
    return new RateSettings(
        perSecond,
        burst.isEmpty()
            ? perSecond * SECONDS_OF_BURST
            : Math.max(perSecond, number(burst, "LEDGER_REQUESTS_BURST is")));
  }

  private static long number(String text, String name) {
    if (!text.matches("[1-9][0-9]{0,6}") || Long.parseLong(text) > MAX) {
      throw new StartRefused(name + " a whole number from 1 to " + MAX + ".");
    }
    return Long.parseLong(text);
  }

  boolean isOff() {
    return perSecond == 0;
  }
}
