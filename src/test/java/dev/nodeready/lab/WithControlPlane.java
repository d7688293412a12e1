package dev.nodeready.lab;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Gives tests the control plane that their class names, and puts it right after each. It ends with
 * the run.
 */
final class WithControlPlane implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
  /** The tests of one control plane run beside those of the other, each in one thread. */
  private static final ThreadLocal<String> TEST = ThreadLocal.withInitial(() -> "");

  /** What the test that runs says of itself. */
  static String test() {
    return TEST.get();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    TEST.set(context.getRequiredTestMethod().getName().replace('_', ' '));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(ControlPlane.class);
  }

  @Override
  public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent(
            nameFor(context.getRequiredTestClass()), _ -> ControlPlane.start(), ControlPlane.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    ControlPlane plane =
        store(context).get(nameFor(context.getRequiredTestClass()), ControlPlane.class);
    if (plane != null) {
      plane.restore();
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
  }

  private static String nameFor(Class<?> test) {
    return "control plane " + test.getAnnotation(OnControlPlane.class).value();
  }

  /** What a class of tests has to itself while it runs. */
  static final class Held implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> test) {
      return Set.of(new Lock(nameFor(test)));
    }

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> around, Class<?> test, Method method) {
      return Set.of();
    }
  }
}
