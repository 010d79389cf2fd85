package org.ledgerstone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole benchmark, as short as it can be. How quick anything is, is not its concern. */
class BenchIT {

  @Test
  void measuresEveryPartAndLosesNothing() throws Exception {
    int exit =
        Bench.run(
            "--quick", "--seconds", "1", "--warmup", "1", "--accounts", "400", "--batch", "100");

    var report = Files.readString(Path.of("target", "bench", "report.md"));
    assertThat(exit).as(report).isZero();
    assertThat(report)
        .contains("fsync=on", "synchronous_commit=on", "full_page_writes=on")
        .contains("all of them valid, nothing lost");
    assertThat(
            Stream.of(Subject.values())
                .filter(subject -> !subject.isPause())
                .filter(subject -> !subject.title().contains("pg"))
                .filter(subject -> !subject.title().startsWith("(b)")))
        .allSatisfy(subject -> assertThat(report).contains("| " + subject.title()));
    assertThat(report.contains("NOT measured") || report.contains("| (a) pgbench TPC-B")).isTrue();
  }

  @Test
  void tellsHowLongBatchesWaitWithAndWithoutBlocks() throws Exception {
    int exit =
        Bench.run(
            "--quick",
            "--only",
            "pause",
            "--seconds",
            "2",
            "--warmup",
            "1",
            "--accounts",
            "400",
            "--block-limit",
            "1000",
            "--pause-rate",
            "2000");

    var report = Files.readString(Path.of("target", "bench", "report.md"));
    assertThat(exit).as(report).isZero();
    assertThat(report)
        .containsPattern("full blocks sealed .* 1000\\.00 \\| +locked \\d+.*, committed \\d+ \\|")
        .containsPattern("nothing sealed .* 0\\.00 \\| +\\| +locked")
        .contains("| longest while sealing, ms", "| pause while sealing, ms", "≤ 50.00");
  }
}
