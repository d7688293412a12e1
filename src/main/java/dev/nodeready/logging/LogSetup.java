package dev.nodeready.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.Status;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up without a configuration file: everything to standard error, with journald's
 * priority prefixes where journald reads it. Found through {@code META-INF/services}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String BOOT = "boot";
  private static final String VERBOSE = "nodeready.verbose";

  /** Lets debug lines through; to be called before the first line is logged. */
  public static void beVerbose() {
    System.setProperty(VERBOSE, "true");
  }

  /** From here on only the boot itself is heard: what goes on beside it has come too late. */
  public static void onlyTheBoot() {
    levels(context(), Level.OFF);
  }

  /** From here on everybody is heard. */
  public static void everybody() {
    levels(context(), Level.WARN);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static void levels(LoggerContext context, Level others) {
    // In detail: what no line of a step tells, such as what was tried in vain beside it.
    boolean detail = Boolean.getBoolean(VERBOSE) && others != Level.OFF;
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(others);
    context.getLogger("dev.nodeready").setLevel(detail ? Level.DEBUG : others);
  }

  /** Tests find logback's own provider, which finds this. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    set(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void set(LoggerContext context) {
    context.getStatusManager().add(LogSetup::tell);
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    LineEncoder encoder = new LineEncoder(System.getenv("JOURNAL_STREAM") != null, Terminal.err());
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger(BOOT).setLevel(Boolean.getBoolean(VERBOSE) ? Level.DEBUG : Level.INFO);
    levels(context, Level.WARN);
  }

  /**
   * What logback says of itself where something is wrong. With its own printer it would read the
   * time zones first, 10 ms of a cold start.
   */
  private static void tell(Status status) {
    if (status.getEffectiveLevel() >= Status.WARN) {
      System.err.println("nodeready: logging: " + status.getMessage());
    }
  }
}
