package org.ledgerstone.console;

import java.time.Instant;
import org.ledgerstone.protocol.Time;

/**
 * A time as it is shown, in UTC.
 *
 * @param iso for programs
 * @param text for people, to the second
 */
record Moment(String iso, String text) {

  static Moment of(Time time) {
    var iso = time.toString();
    return new Moment(iso, iso.substring(0, 10) + " " + iso.substring(11, 19) + " UTC");
  }

  static Moment of(Instant instant) {
    return of(Time.of(instant));
  }
}
