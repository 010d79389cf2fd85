package org.ledgerstone.browser;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Opens a {@link Tab} for a test that asks for one, and looks afterwards for what went wrong. */
final class TabForATest implements ParameterResolver, AfterEachCallback {

  private static final Namespace OURS = Namespace.create(TabForATest.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Tab.class;
  }

  @Override
  public Tab resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var tab = Chromium.newTab();
    test.getStore(OURS).put(Tab.class, tab);
    return tab;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    var tab = test.getStore(OURS).remove(Tab.class, Tab.class);
    if (tab == null) {
      return;
    }
    try {
      if (test.getExecutionException().isEmpty()) {
        tab.assertNothingWentWrong();
      }
    } finally {
      tab.close();
    }
  }
}
