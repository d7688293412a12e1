package dev.nodeready.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that get a {@link ControlPlane}, and machines beside it. Those that get the same one run
 * one after another, but beside all other tests; the longest are {@code @Order(1)}, so that no long
 * row of them is left in the end.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@InBootLab
@ExtendWith(WithControlPlane.class)
@ResourceLock(providers = WithControlPlane.Held.class)
@interface OnControlPlane {
  /** Which of the run's, 1 or 2; either keeps its tests for about as long. */
  int value();
}
