package org.ledgerstone.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves a test out, or fails it, when one of its tools is missing. */
final class ToolCondition implements ExecutionCondition {

  /** What {@link LeftOut} knows our reasons by; the names of the missing tools follow. */
  static final String REASON = "left out for want of a tool: ";

  /** {@code optional}, the default, or {@code required}. */
  static final String SWITCH = "ledgerstone.tools";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean required = isRequired(context.getConfigurationParameter(SWITCH).orElse("optional"));
    String missing =
        AnnotationSupport.findAnnotation(context.getElement(), NeedsTool.class)
            .map(needs -> missing(needs.value()))
            .orElse("");
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("no tool is missing");
    }
    if (required) {
      throw new IllegalStateException("missing, and required here: " + missing);
    }
    return ConditionEvaluationResult.disabled(REASON + missing);
  }

  private static boolean isRequired(String choice) {
    return switch (choice) {
      case "optional" -> false;
      case "required" -> true;
      default -> throw new IllegalArgumentException("-Dtools: optional or required, not " + choice);
    };
  }

  private static String missing(String[] tools) {
    return Arrays.stream(tools)
        .filter(tool -> !isHere(tool))
        .map(tool -> tool.substring(tool.lastIndexOf('/') + 1))
        .collect(Collectors.joining(" and "));
  }

  private static boolean isHere(String tool) {
    if (tool.contains("/")) {
      return Files.exists(Path.of(tool));
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> Stream.of("", ".exe", ".cmd").map(end -> Path.of(folder, tool + end)))
        .anyMatch(Files::isExecutable);
  }
}
