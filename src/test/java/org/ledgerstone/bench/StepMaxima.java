package org.ledgerstone.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How long the steps of an admission took at most of late, by the service's own timers. */
final class StepMaxima {

  private static final List<String> STEPS =
      List.of("locked", "loaded", "judged", "inserted", "counted", "committed");

  private static final Pattern MAX = Pattern.compile("\"statistic\":\"MAX\",\"value\":([0-9.E-]+)");

  private StepMaxima() {}

  /** Milliseconds by step; nothing of a step the service does not tell of. */
  static Map<String, Double> read(Service service) throws IOException {
    var millis = new LinkedHashMap<String, Double>();
    try (var ask = service.ask()) {
      for (var step : STEPS) {
        var answer = ask.get("/actuator/metrics/ledger.step?tag=step:admission." + step);
        var found = MAX.matcher(answer.text());
        if (answer.status() == 200 && found.find()) {
          millis.put(step, Double.parseDouble(found.group(1)) * 1000);
        }
      }
    }
    return millis;
  }
}
