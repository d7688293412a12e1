package dev.nodeready.lab;

import dev.nodeready.Distribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs of the shipped program that have to fail, some at a time, and what is wrong with them. */
final class Tries {
  /**
   * What a class or method that is missing, or not what it was, looks like; and a fault of ours.
   */
  private static final Pattern UNLINKED =
      Pattern.compile(
          ".*(LinkageError|NoSuch(Method|Field)Error|NoClassDefFoundError|ClassNotFoundException"
              + "|(Verify|AbstractMethod|BootstrapMethod|IllegalAccess|ClassFormat)Error"
              + "|IncompatibleClassChange|UnsatisfiedLink|ExceptionInInitializer"
              + "|ServiceConfigurationError|MissingResourceException|BOOT_UNEXPECTED).*");

  private static final int AT_A_TIME = 3;

  /** More than any budget that is given, since other tests take the machine too. */
  private static final int SECONDS = 15;

  private final List<Try> tries = new ArrayList<>();

  /**
   * One run.
   *
   * @param code the exit code that it has to end with; null for any but 0
   * @param said what it has to say
   */
  record Try(
      List<String> words, Map<String, String> environment, @Nullable Integer code, String said) {
    /** A run of the launcher that is to fail. */
    static Try of(String... words) {
      return new Try(List.of(words), Map.of(), null, "");
    }

    Try with(String... more) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of(more));
      return new Try(all, environment, code, said);
    }

    Try in(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(environment);
      all.putAll(more);
      return new Try(words, all, code, said);
    }

    Try endsWith(int wanted) {
      return new Try(words, environment, wanted, said);
    }

    Try says(String text) {
      return new Try(words, environment, code, text);
    }
  }

  /** The first line that tells of something that failed to link; empty where none does. */
  static String unlinked(String text) {
    Matcher line = UNLINKED.matcher(text);
    return line.find() ? line.group() : "";
  }

  void add(Try one) {
    tries.add(one);
  }

  /** Runs all; what is wrong, one line for each. */
  List<String> run() throws Exception {
    List<Callable<String>> calls = tries.stream().<Callable<String>>map(t -> () -> run(t)).toList();
    List<String> wrong = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (Future<String> result : threads.invokeAll(calls)) {
        wrong.add(result.get());
      }
    }
    wrong.removeIf(String::isEmpty);
    return wrong;
  }

  /** One that goes on trying is stopped as systemd would. */
  private static String run(Try one) throws InterruptedException {
    Distribution.Running running =
        Distribution.start(one.environment(), one.words().toArray(String[]::new));
    if (!running.process().waitFor(SECONDS, TimeUnit.SECONDS)) {
      running.terminate();
    }
    Distribution.Ended ended = running.await();
    return complaint(one, ended.exitCode(), ended.out() + ended.err());
  }

  private static String complaint(Try one, int code, String text) {
    String unlinked = unlinked(text);
    if (!unlinked.isEmpty()) {
      return one.words() + ": " + unlinked;
    }
    boolean wrongCode = one.code() == null ? code == 0 : code != one.code();
    if (wrongCode || text.isBlank() || !text.contains(one.said())) {
      return one.words() + " ended with " + code + " and without '" + one.said() + "': " + text;
    }
    return "";
  }
}
