package org.ledgerstone.faults;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves a test out, or fails it where tools are required, if this process may mount nothing. */
final class MountCondition implements ExecutionCondition {

  /** As the condition for tools has it, so that what is left out is counted with the others. */
  private static final String REASON = "left out for want of a tool: the right to mount";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (canMount()) {
      return ConditionEvaluationResult.enabled("may mount");
    }
    if (context.getConfigurationParameter("ledgerstone.tools").orElse("").equals("required")) {
      throw new IllegalStateException("missing, and required here: the right to mount");
    }
    return ConditionEvaluationResult.disabled(REASON);
  }

  private static boolean canMount() {
    try (var tried = Mount.memory(1)) {
      return tried.directory().toFile().isDirectory();
    } catch (AssertionError e) {
      return false;
    }
  }
}
