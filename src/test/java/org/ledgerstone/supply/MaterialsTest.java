package org.ledgerstone.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of materials that travels in the jar: every part may be passed on with it, and nothing
 * is in it that nobody uses. {@code docs/LICENSES.md} is made from it: {@code
 * -Dlicenses.write=true} writes it anew.
 */
class MaterialsTest {

  private static final Path LIST = Path.of("target/classes/META-INF/sbom/application.cdx.json");
  private static final Path REPORT = Path.of("docs/LICENSES.md");

  /** Each lets the part be passed on, changed or not, beside code under the Apache License. */
  private static final Set<String> FINE =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "Bouncy Castle Licence",
          "CC0-1.0",
          "EPL 1.0",
          "EPL-2.0",
          "MIT",
          "MIT-0",
          "MPL-2.0");

  /** What web3j would bring along for uses that are none here. */
  private static final List<String> UNUSED =
      List.of(
          "jc-kzg-4844",
          "jnr-unixsocket",
          "vertx-core",
          "kms",
          "Java-WebSocket",
          "framework",
          "logging-interceptor",
          "tuweni-bytes",
          "tuweni-units",
          "ens-normalize",
          "tuples",
          "kotlin-stdlib-jdk7",
          "kotlin-stdlib-jdk8");

  private static JsonNode list() throws IOException {
    return new JsonMapper().readTree(Files.readString(LIST));
  }

  private static List<String> licenses(JsonNode part) {
    var names = new ArrayList<String>();
    for (var one : part.path("licenses")) {
      var license = one.path("license");
      names.add(license.path("id").asString(license.path("name").asString("")));
    }
    return names.stream().sorted().toList();
  }

  @Test
  void everyPartMayBePassedOn() throws IOException {
    var parts = list().path("components");
    assertThat(parts.size()).isGreaterThan(100);
    for (var part : parts) {
      assertThat(licenses(part)).as(part.path("name").asString()).containsAnyElementsOf(FINE);
      assertThat(part.path("hashes").size()).as(part.path("name").asString()).isPositive();
    }
  }

  @Test
  void nothingUnusedComesAlong() throws IOException {
    var names = new ArrayList<String>();
    list().path("components").forEach(part -> names.add(part.path("name").asString()));
    assertThat(names)
        .contains("core", "abi", "h2", "postgresql")
        .doesNotContainAnyElementsOf(UNUSED);
  }

  @Test
  void theReportIsOfThisList() throws IOException {
    var report = report();
    if (Boolean.getBoolean("licenses.write")) {
      Files.writeString(REPORT, report);
    }
    assertThat(Files.readString(REPORT)).isEqualTo(report);
  }

  private static String report() throws IOException {
    var rows = new TreeMap<String, String>();
    for (var part : list().path("components")) {
      var name = part.path("group").asString("") + ":" + part.path("name").asString();
      rows.put(
          name,
          "| `%s` | %s | %s |"
              .formatted(
                  name, part.path("version").asString(), String.join(" or ", licenses(part))));
    }
    return """
    # Licenses

    What the jar carries, from its own list of materials (`META-INF/sbom`, CycloneDX). Four parts \
    more come from npm and carry their licenses beside them, in
    `src/main/resources/static/console/vendor`: htmx.org (0BSD), idiomorph (0BSD), noble-hashes \
    and noble-secp256k1 (MIT). `MaterialsTest` compares this page with the list.

    | part | version | license |
    |---|---|---|
    """
        + String.join("\n", rows.values())
        + "\n";
  }
}
