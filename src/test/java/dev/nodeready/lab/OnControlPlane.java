package dev.nodeready.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that get a {@link ControlPlane}. There is one for all of them, so they run one after
 * another; but beside all other tests, since most of their time they wait for something to come
 * late.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ExtendWith(WithControlPlane.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("control plane")
@interface OnControlPlane {}
