package org.ledgerstone.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As whom the image runs, by what the Dockerfile says: no image is built for this. */
class ImageUserTest {

  private static List<String> lastStage() throws IOException {
    var steps =
        Files.readString(Path.of("Dockerfile"))
            .replace("\\\n", " ")
            .lines()
            .map(String::strip)
            .toList();
    int from = 0;
    for (int i = 0; i < steps.size(); i++) {
      from = steps.get(i).startsWith("FROM ") ? i : from;
    }
    return steps.subList(from, steps.size());
  }

  @Test
  void runsAsSomebodyElseThanRoot() throws IOException {
    var steps = lastStage();
    assertThat(steps)
        .filteredOn(step -> step.startsWith("USER "))
        .containsExactly("USER ledgerstone");
    assertThat(steps)
        .filteredOn(step -> step.startsWith("RUN "))
        .first()
        .asString()
        .contains("useradd --system --uid 10001 ")
        .contains(" -o ledgerstone ")
        .doesNotContain("sudo");
    var after = steps.subList(steps.indexOf("USER ledgerstone"), steps.size());
    assertThat(after)
        .anyMatch(step -> step.startsWith("ENTRYPOINT "))
        .noneMatch(step -> step.startsWith("RUN "));
  }

  @Test
  void mayDoNoMoreWhereComposeStartsIt() throws IOException {
    var ledger = Files.readString(Path.of("docker-compose.yml")).split("\n  db:\n")[0];
    assertThat(ledger)
        .contains("cap_drop: [ALL]", "no-new-privileges:true")
        .doesNotContain("privileged: true", "user:", "cap_add");
  }
}
