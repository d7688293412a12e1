package dev.nodeready.config;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.kubelet.maxPodsExpression}: CEL over {@code default_enis}, {@code ips_per_eni} and
 * {@code max_pods}. Loads the CEL library, so nobody should touch it where no expression is given.
 */
public final class MaxPodsExpression {
  /** Limits of what one expression may cost; a formula needs a fraction of them. */
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(64)
          .comprehensionMaxIterations(10_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  /** nodeadm's compiler compares numbers of one type alone; an evaluation knows no such option. */
  private static final CelOptions COMPILING =
      OPTIONS.toBuilder().enableHeterogeneousNumericComparisons(false).build();

  private final CelAbstractSyntaxTree ast;

  private MaxPodsExpression(CelAbstractSyntaxTree ast) {
    this.ast = ast;
  }

  /** What came of an expression. */
  public sealed interface Result {
    /** The number of pods, from 1 to 2147483647. */
    record Pods(int count) implements Result {}

    /**
     * No number of pods, and why.
     *
     * @param isNumber whether it is a number, but none of pods
     */
    record Refused(String because, boolean isNumber) implements Result {
      Refused(String because) {
        this(because, false);
      }
    }
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException with a message for people when it is no such expression
   */
  public static MaxPodsExpression compile(String expression) {
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(COMPILING)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("default_enis", SimpleType.INT)
            .addVar("ips_per_eni", SimpleType.INT)
            .addVar("max_pods", SimpleType.INT)
            .build();
    try {
      return new MaxPodsExpression(compiler.compile(expression).getAst());
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(firstLine(e.getMessage()), e);
    }
  }

  /** Compiles and evaluates; a wrong expression is refused like a wrong result. */
  public static Result evaluate(String expression, long defaultEnis, long ipsPerEni, long maxPods) {
    MaxPodsExpression compiled;
    try {
      compiled = compile(expression);
    } catch (IllegalArgumentException e) {
      return new Result.Refused("it does not compile: " + e.getMessage());
    }
    return compiled.evaluate(defaultEnis, ipsPerEni, maxPods);
  }

  /**
   * Evaluates it.
   *
   * @param maxPods what the standard formula gives
   */
  public Result evaluate(long defaultEnis, long ipsPerEni, long maxPods) {
    CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
    Map<String, Object> variables =
        Map.of("default_enis", defaultEnis, "ips_per_eni", ipsPerEni, "max_pods", maxPods);
    Object value;
    try {
      value = runtime.createProgram(ast).eval(variables);
    } catch (CelEvaluationException e) {
      return new Result.Refused(firstLine(e.getMessage()));
    }
    Long number = asLong(value);
    if (number == null) {
      return new Result.Refused("it gives " + value + ", which is no number of pods");
    }
    return number > 0 && number <= Integer.MAX_VALUE
        ? new Result.Pods(number.intValue())
        : new Result.Refused(
            "it gives " + number + ", but 1 to " + Integer.MAX_VALUE + " can be", true);
  }

  /** As CEL converts to int. */
  private static @Nullable Long asLong(Object value) {
    return switch (value) {
      case Long number -> number;
      case UnsignedLong number -> number.longValue() < 0 ? null : number.longValue();
      case Double number -> whole(number);
      case String text -> decimal(text);
      case Instant time -> time.getEpochSecond();
      case Duration time -> nanoseconds(time);
      default -> null;
    };
  }

  private static @Nullable Long whole(double number) {
    return Double.isFinite(number) && Math.abs(number) < 0x1p63 ? (Long) (long) number : null;
  }

  private static @Nullable Long decimal(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Long nanoseconds(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException | DateTimeException e) {
      return null;
    }
  }

  private static String firstLine(@Nullable String message) {
    String text = String.valueOf(message);
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
