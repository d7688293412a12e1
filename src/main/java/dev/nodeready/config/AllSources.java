package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ConfigResolver.Findings;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Obj;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads sources so that only who may be there is asked: those of this machine come first, and where
 * they or the firmware say that it is no instance of EC2, no user data is asked for. What later
 * sources say wins all the same.
 */
final class AllSources {
  private final List<SourceUri> sources;
  private final UserData userData;
  private final Flawed flawed;
  private final List<@Nullable Obj> found = new ArrayList<>();
  private final List<List<Problem>> problems = new ArrayList<>();

  AllSources(List<SourceUri> sources, UserData userData, Flawed flawed) {
    this.sources = sources;
    this.userData = userData;
    this.flawed = flawed;
    for (SourceUri _ : sources) {
      found.add(null);
      problems.add(new ArrayList<>());
    }
  }

  Findings read() throws InterruptedException {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof SourceUri.File) {
        read(i);
      }
    }
    String local = platform(merged(new ArrayList<>()));
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof SourceUri.Imds imds && !local.equals("none")) {
        readUserData(i, imds, local);
      }
    }
    List<Problem> told = new ArrayList<>();
    problems.forEach(told::addAll);
    return new Findings(merged(told), told);
  }

  private void readUserData(int i, SourceUri.Imds imds, String local) throws InterruptedException {
    String elsewhere = userData.elsewhere();
    if (elsewhere.isEmpty() || local.equals("ec2")) {
      read(i);
      return;
    }
    problems
        .get(i)
        .add(
            new Problem(
                Severity.WARNING,
                Code.CONFIG_NONE,
                "",
                null,
                imds.uri() + ": not asked, since this is no instance of EC2: " + elsewhere,
                "say spec.bootstrap.platform: ec2 in a file where it is one"));
  }

  private void read(int i) throws InterruptedException {
    found.set(i, new SourceReader(userData, problems.get(i)::add, flawed).read(sources.get(i)));
  }

  private @Nullable Obj merged(List<Problem> told) {
    List<Obj> documents = new ArrayList<>();
    for (Obj document : found) {
      if (document != null) {
        documents.add(document);
      }
    }
    return new TreeMerge(told::add).all(Schema.DOCUMENT, documents);
  }

  /** What {@code spec.bootstrap.platform} is in a document; empty where it is not said. */
  static String platform(@Nullable Obj document) {
    Value value = document;
    for (String key : List.of("spec", "bootstrap", "platform")) {
      value = value instanceof Obj object ? object.get(key) : null;
    }
    return value == null ? "" : String.valueOf(value.plain());
  }
}
