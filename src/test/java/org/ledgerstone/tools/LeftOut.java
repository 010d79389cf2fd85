package org.ledgerstone.tools;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says after the last test how many were left out for want of a tool, and of which. Test methods
 * are counted; one with parameters counts once, since its rows are never drawn up.
 */
public final class LeftOut implements TestExecutionListener {

  private final Map<String, Integer> methodsByTool = new TreeMap<>();
  private final Consumer<String> say;
  private TestPlan plan;

  /** Says it on standard output. The launcher calls this. */
  public LeftOut() {
    this(System.out::println);
  }

  LeftOut(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier skipped, String reason) {
    if (reason.startsWith(ToolCondition.REASON)) {
      String tool = reason.substring(ToolCondition.REASON.length());
      methodsByTool.merge(tool, methodsIn(skipped), Integer::sum);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    say.accept(closingLine());
  }

  private synchronized String closingLine() {
    int methods = methodsByTool.values().stream().mapToInt(Integer::intValue).sum();
    String counts =
        methodsByTool.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
    return "Left out for want of a tool: "
        + (methods == 0
            ? "none"
            : methods + (methods == 1 ? " test (" : " tests (") + counts + ")");
  }

  private int methodsIn(TestIdentifier skipped) {
    if (isMethod(skipped)) {
      return 1;
    }
    return (int) plan.getDescendants(skipped).stream().filter(LeftOut::isMethod).count();
  }

  private static boolean isMethod(TestIdentifier test) {
    return test.getSource().filter(MethodSource.class::isInstance).isPresent();
  }
}
