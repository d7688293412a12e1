package dev.nodeready.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * logback, set up by {@link LogSetup} and nothing else. Its own provider looks for configuration
 * files, other configurators and versions of itself in every library first, at each start.
 */
public final class LogProvider implements SLF4JServiceProvider {
  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter words = new LogbackMDCAdapter();

  /** Has slf4j take this provider; to be called before the first logger is made. */
  public static void use() {
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    // Else slf4j says on standard error that it takes it.
    System.setProperty("slf4j.internal.verbosity", "WARN");
  }

  @Override
  public void initialize() {
    context.setName("nodeready");
    context.setMDCAdapter(words);
    LogSetup.set(context);
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return words;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
