package org.ledgerstone.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A missing tool is either counted or a failure, never silent. */
class NeedsToolTest {

  private final List<String> said = new ArrayList<>();

  @Test
  void leavesOutAndCountsWhatLacksATool() {
    var summary = run(LacksTools.class, "optional");

    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(summary.getTotalFailureCount()).isZero();
    assertThat(said)
        .containsExactly(
            "Left out for want of a tool: 3 tests (no-such-tool: 2, no-such-tool and no-such-file:"
                + " 1)");
  }

  @Test
  void countsEveryMethodOfAClassThatLacksATool() {
    run(LacksToolAltogether.class, "optional");

    assertThat(said).containsExactly("Left out for want of a tool: 2 tests (no-such-tool: 2)");
  }

  @Test
  void seesAToolThatAnAnnotationNeeds() {
    assertThat(run(LacksToolOfAnAnnotation.class, "optional").getTestsSucceededCount()).isZero();

    assertThat(said).containsExactly("Left out for want of a tool: 1 test (no-such-tool: 1)");
  }

  @Test
  void failsWhatLacksAToolWhereToolsAreRequired() {
    var summary = run(LacksTools.class, "required");

    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(summary.getTotalFailureCount()).isEqualTo(3);
    assertThat(summary.getFailures().getFirst().getException())
        .hasMessageContaining("no-such-tool")
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(said).containsExactly("Left out for want of a tool: none");
  }

  @Test
  void refusesAnUnknownChoice() {
    assertThat(run(LacksTools.class, "require").getTestsSucceededCount()).isZero();
  }

  private TestExecutionSummary run(Class<?> tests, String choice) {
    var summary = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter(ToolCondition.SWITCH, choice)
            .build();
    var quiet = LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(quiet).execute(request, new LeftOut(said::add), summary);
    return summary.getSummary();
  }

  static class LacksTools {

    @Test
    @NeedsTool("java")
    void hasItsTool() {}

    @Test
    @NeedsTool({"java", "no-such-tool"})
    void lacksOne() {}

    @Test
    @NeedsTool({"no-such-tool", "src/no-such-file"})
    void lacksTwo() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @NeedsTool("no-such-tool")
    void lacksOneForEachRow(int row) {
      assertThat(row).isPositive();
    }
  }

  @NeedsTool("no-such-tool")
  static class LacksToolAltogether {

    @Test
    void first() {}

    @Test
    void second() {}
  }

  @Retention(RetentionPolicy.RUNTIME)
  @NeedsTool("no-such-tool")
  @interface WithTool {}

  @WithTool
  static class LacksToolOfAnAnnotation {

    @Test
    void only() {}
  }
}
