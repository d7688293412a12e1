package dev.nodeready.config;

import static dev.nodeready.config.Severity.STRICT;
import static dev.nodeready.config.Severity.WARNING;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.tree.Value.Obj;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves sources and cache into the one configuration of this node. */
public final class ConfigResolver {
  private static final Problem NOTHING =
      new Problem(
          Severity.ERROR,
          Code.CONFIG_NONE,
          "",
          null,
          "no source gives a NodeConfig",
          Code.CONFIG_NONE.remedy());

  private static final String CONTAINERD = "spec.containerd.config";

  private final UserData userData;

  /** A resolver that asks {@code userData} for {@code imds://} sources. */
  public ConfigResolver(UserData userData) {
    this.userData = userData;
  }

  /**
   * What the sources say, good or bad; nothing is thrown for a bad configuration.
   *
   * @param merged all that can be used, or null where no source gives a configuration
   * @param problems everything that was found
   */
  record Findings(@Nullable Obj merged, List<Problem> problems) {}

  /** Reads all sources in order; no source means {@link SourceUri#DEFAULT}. */
  Findings find(List<String> uris, Flawed flawed) throws InterruptedException {
    List<SourceUri> sources = new ArrayList<>();
    for (String uri : uris.isEmpty() ? List.of(SourceUri.DEFAULT) : uris) {
      sources.add(SourceUri.parse(uri));
    }
    return new AllSources(sources, userData, flawed).read();
  }

  /** Where no source says the platform, the machine's firmware may. */
  private NodeConfig config(Obj merged) {
    NodeConfig config = NodeConfigReader.document(merged);
    boolean said = !AllSources.platform(merged).isEmpty();
    return said || userData.elsewhere().isEmpty() ? config : config.outsideOfEc2();
  }

  /**
   * Everything that is wrong, without a cache: what {@code config check} tells, all of it at once.
   *
   * @param daemons what of {@code spec.containerd.config} containerd refuses
   */
  public List<Problem> check(List<String> uris, Validation.Facts facts, DaemonRules daemons)
      throws InterruptedException {
    Findings findings = find(uris, Flawed.READ);
    List<Problem> problems = new ArrayList<>(findings.problems());
    Obj merged = findings.merged();
    if (merged == null) {
      if (Problems.failing(problems, true).isEmpty()) {
        problems.add(NOTHING);
      }
    } else {
      NodeConfig config = config(merged);
      Origins origins = Origins.of(merged);
      problems.addAll(unsaid(Validation.check(config, origins, problems, facts), problems));
      for (Failure refusal : daemons.refusals(config)) {
        problems.add(Problem.of(refusal, CONTAINERD, origins.at(CONTAINERD)));
      }
    }
    return List.copyOf(problems);
  }

  /** Without what is missing only because it, or the document that has it, could not be read. */
  private static List<Problem> unsaid(List<Problem> found, List<Problem> earlier) {
    List<String> unread =
        Problems.failing(earlier, true).stream()
            .filter(problem -> problem.code() != Code.CONFIG_FIELD_UNKNOWN)
            .filter(problem -> problem.code() != Code.CONFIG_NONE)
            .map(Problem::path)
            .toList();
    return found.stream()
        .filter(problem ->
            problem.code() != Code.CONFIG_FIELD_MISSING
                || unread.stream().noneMatch(path -> Paths.covers(path, problem.path())))
        .toList();
  }

  /**
   * What the sources, or else the cache, say, whether it can work or not: what {@code config dump}
   * and {@code config explain} show.
   *
   * @throws dev.nodeready.failure.FailureException when there is none, or it cannot be read
   */
  public ResolvedConfig look(List<String> uris, @Nullable Path file) throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    CachedConfig cache = file == null ? null : CacheFile.read(file, problems::add);
    Findings findings = find(uris, Flawed.REFUSED);
    problems.addAll(findings.problems());
    throwFailing(problems, false);
    Obj merged = findings.merged();
    if (merged != null) {
      return new ResolvedConfig(
          config(merged), null, List.copyOf(problems), Origins.of(merged), false, List.of());
    }
    if (cache == null) {
      throw Problems.failure(nothing(problems));
    }
    return new ResolvedConfig(
        cache.config(), cache.status(), List.copyOf(problems), Origins.NONE, true, List.of());
  }

  /**
   * Checks a resolved configuration with what is known of the machine.
   *
   * @param strict whether what {@code config check} refuses fails here too
   * @return what was not told yet and stops nothing
   * @throws dev.nodeready.failure.FailureException when it cannot work on this machine
   */
  public static List<Problem> checkAgain(
      ResolvedConfig resolved, Validation.Facts facts, boolean strict) {
    List<Problem> found =
        new ArrayList<>(
            Validation.check(resolved.config(), resolved.origins(), resolved.problems(), facts));
    found.removeAll(resolved.problems());
    throwFailing(found, strict || resolved.config().bootstrap().strict());
    return List.copyOf(found);
  }

  /**
   * Checks what is known before a node is: of its cluster nothing has to be there yet.
   *
   * @return what stops nothing
   * @throws dev.nodeready.failure.FailureException when it could not work on this machine
   */
  public static List<Problem> checkPart(ResolvedConfig resolved, Validation.Facts facts) {
    List<Problem> found =
        new ArrayList<>(
            Validation.check(resolved.config(), resolved.origins(), resolved.problems(), facts));
    found.removeIf(problem -> problem.code() == Code.CONFIG_FIELD_MISSING);
    throwFailing(found, false);
    return List.copyOf(found);
  }

  /**
   * The configuration that a boot goes by.
   *
   * @param uris the sources in order; none means {@link SourceUri#DEFAULT}
   * @param cache the cached configuration, or null where there is none
   * @param strict whether what {@code config check} refuses fails here too
   * @throws dev.nodeready.failure.FailureException when there is none or it is invalid
   */
  public ResolvedConfig resolve(List<String> uris, @Nullable CachedConfig cache, boolean strict)
      throws InterruptedException {
    return resolve(uris, cache, List.of(), strict);
  }

  /**
   * The configuration that a boot goes by, with a cache that is used only where it is this
   * instance's own.
   *
   * @param file the cache; need not be there
   * @param owner tells whose it is
   * @throws dev.nodeready.failure.FailureException when there is none or it is invalid
   */
  public ResolvedConfig resolve(
      List<String> uris, @Nullable Path file, CacheOwner owner, boolean strict)
      throws InterruptedException {
    List<Problem> told = new ArrayList<>();
    CachedConfig cache = file == null ? null : CacheFile.read(file, told::add);
    Problem refusal = cache == null ? null : owner.refusal(cache);
    if (refusal != null) {
      told.add(refusal);
      cache = null;
    }
    return resolve(uris, cache, told, strict);
  }

  private ResolvedConfig resolve(
      List<String> uris, @Nullable CachedConfig cache, List<Problem> told, boolean strict)
      throws InterruptedException {
    Findings findings = find(uris, Flawed.REFUSED);
    List<Problem> problems = new ArrayList<>(told);
    problems.addAll(findings.problems());
    Obj merged = findings.merged();
    if (merged == null) {
      return withoutSources(problems, cache);
    }
    NodeConfig config = config(merged);
    Origins origins = Origins.of(merged);
    validate(config, origins, problems, strict || config.bootstrap().strict());
    List<String> changes =
        cache == null ? List.of() : ConfigJson.differences(cache.config(), config);
    NodeStatus status = cache == null || !changes.isEmpty() ? null : cache.status();
    return new ResolvedConfig(config, status, List.copyOf(problems), origins, false, changes);
  }

  private static ResolvedConfig withoutSources(
      List<Problem> problems, @Nullable CachedConfig cache) {
    throwFailing(problems, false);
    if (cache == null) {
      throw Problems.failure(nothing(problems));
    }
    String text = "no source gives a NodeConfig, so the cached one is used";
    problems.add(new Problem(WARNING, Code.CONFIG_NONE, "", null, text, ""));
    validate(cache.config(), Origins.NONE, problems, false);
    return new ResolvedConfig(
        cache.config(), cache.status(), List.copyOf(problems), Origins.NONE, true, List.of());
  }

  private static void validate(
      NodeConfig config, Origins origins, List<Problem> problems, boolean strict) {
    problems.addAll(Validation.check(config, origins, problems, Validation.Facts.NOT_YET));
    throwFailing(problems, strict);
  }

  /** Why no source gave a configuration; a document that was refused comes first. */
  private static List<Problem> nothing(List<Problem> problems) {
    List<Problem> reasons = new ArrayList<>();
    problems.stream().filter(problem -> problem.severity() == STRICT).forEach(reasons::add);
    problems.stream()
        .filter(problem -> problem.severity() == WARNING && isReason(problem))
        .forEach(reasons::add);
    return reasons.isEmpty() ? List.of(NOTHING) : reasons;
  }

  private static boolean isReason(Problem problem) {
    return switch (problem.code()) {
      case Code.CONFIG_NONE,
          Code.CONFIG_BOOTSTRAP_SCRIPT,
          Code.CONFIG_NODECONFIG_UNREAD,
          Code.CONFIG_CACHE_FOREIGN ->
          true;
      default -> false;
    };
  }

  private static void throwFailing(List<Problem> problems, boolean strict) {
    List<Problem> failing = Problems.failing(problems, strict);
    if (!failing.isEmpty()) {
      throw Problems.failure(failing);
    }
  }
}
