package org.ledgerstone.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a {@link StartRefused} as the paragraph that it is. */
class StartRefusedPlainly extends AbstractFailureAnalyzer<StartRefused> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, StartRefused refused) {
    return new FailureAnalysis(refused.getMessage(), null, refused);
  }
}
