package dev.nodeready.lab;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one control plane for all of them, and puts it right after each. It ends with the
 * run.
 */
final class WithControlPlane implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
  /** They run one after another. */
  private static volatile String test = "";

  /** What the test that runs says of itself. */
  static String test() {
    return test;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    test = context.getRequiredTestMethod().getName().replace('_', ' ');
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(ControlPlane.class);
  }

  @Override
  public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(ControlPlane.class, _ -> ControlPlane.start(), ControlPlane.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ControlPlane plane =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .get(ControlPlane.class, ControlPlane.class);
    if (plane != null) {
      plane.restore();
    }
  }
}
