package dev.nodeready.config;

import static dev.nodeready.config.Severity.ERROR;
import static dev.nodeready.config.Severity.STRICT;
import static dev.nodeready.config.Severity.WARNING;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.mime.BootstrapScript;
import dev.nodeready.config.mime.LooksLike;
import dev.nodeready.config.mime.Part;
import dev.nodeready.config.mime.PartNotes;
import dev.nodeready.config.mime.UserDataParts;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.tree.JsonReader;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.TextException;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Member;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the checked NodeConfig documents out of some bytes. */
final class Documents {
  private final Consumer<Problem> problems;
  private final Flawed flawed;

  Documents(Consumer<Problem> problems, Flawed flawed) {
    this.problems = problems;
    this.flawed = flawed;
  }

  /** The documents that can be used, in the order they stand; empty where there is none. */
  List<Obj> read(byte[] bytes, Place place) {
    List<Obj> documents = new ArrayList<>();
    for (Part part : UserDataParts.find(bytes, place, new Told())) {
      Obj document = document(part);
      if (document != null) {
        documents.add(document);
      }
    }
    return documents;
  }

  private @Nullable Obj document(Part part) {
    Problem other = otherThanNodeConfig(part);
    if (other != null && !isNodeConfig(part)) {
      problems.accept(other);
      return null;
    }
    Value value = parse(part);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Obj document)) {
      boolean empty = value.plain() == null;
      tell(
          ERROR,
          Code.CONFIG_SYNTAX,
          value.origin(),
          empty
              ? "the document is empty"
              : "is " + value.kind() + ", but a NodeConfig is an object",
          "");
      return null;
    }
    Problem kind = DocumentKind.problem(document);
    if (kind != null) {
      problems.accept(kind);
      return null;
    }
    return checked(document);
  }

  /** The document; with something of a wrong type in it only where that is wanted. */
  private @Nullable Obj checked(Obj document) {
    List<Problem> found = new ArrayList<>();
    Obj checked = new TreeCheck(found::add).struct(document, Schema.DOCUMENT, "");
    found.forEach(problems);
    boolean sound = Problems.failing(found, false).isEmpty();
    return sound || flawed == Flawed.READ ? checked : null;
  }

  private @Nullable Value parse(Part part) {
    try {
      return read(part, new Told());
    } catch (TextException e) {
      String suggestion = LooksLike.template(part.text()) ? "was the template rendered?" : "";
      tell(ERROR, Code.CONFIG_SYNTAX, e.origin(), String.valueOf(e.getMessage()), suggestion);
      return null;
    }
  }

  private static Value read(Part part, Notes notes) throws TextException {
    String text = part.text();
    return text.stripLeading().startsWith("{")
        ? JsonReader.read(text, part.place(), notes)
        : YamlReader.read(text, part.place(), notes);
  }

  /** What a text looks like is a guess; what it says counts, however its words are written. */
  private static boolean isNodeConfig(Part part) {
    try {
      Member kind =
          read(part, Notes.NONE) instanceof Obj document ? document.members().get("kind") : null;
      return kind != null && NodeConfig.KIND.equals(kind.value().plain());
    } catch (TextException e) {
      return false;
    }
  }

  /** User data is often something else altogether; then a complaint about YAML helps nobody. */
  private static @Nullable Problem otherThanNodeConfig(Part part) {
    String text = part.text();
    if (text.contains(BootstrapScript.PATH) && !text.contains("NodeConfig")) {
      return formerScript(ERROR, part.place().at(1, 1));
    }
    OtherText other = OtherText.of(text);
    return other == null
        ? null
        : new Problem(
            ERROR, Code.CONFIG_NONE, "", part.place().at(1, 1), other.text(), other.suggestion());
  }

  private static Problem formerScript(Severity severity, Origin origin) {
    Code code = Code.CONFIG_BOOTSTRAP_SCRIPT;
    String suggestion = BootstrapScript.SUGGESTION;
    return new Problem(severity, code, "", origin, BootstrapScript.TEXT, suggestion);
  }

  private void tell(Severity severity, Code code, Origin origin, String text, String suggestion) {
    problems.accept(new Problem(severity, code, "", origin, text, suggestion));
  }

  private final class Told implements Notes, PartNotes {
    @Override
    public void duplicateKey(String key, Origin second, Origin first) {
      String text =
          "the key " + Suggest.quote(key) + " stands twice; the first is at line " + first.line();
      tell(
          STRICT,
          Code.CONFIG_KEY_DUPLICATE,
          second,
          text,
          "keep one of them; the last one is taken");
    }

    @Override
    public void furtherDocument(Origin origin) {
      tell(
          WARNING,
          Code.CONFIG_TEXT_IGNORED,
          origin,
          "a second document begins here and is not read",
          "put it into a source or MIME part of its own");
    }

    @Override
    public void broken(Origin origin, String text, String suggestion) {
      tell(ERROR, Code.CONFIG_MIME_BROKEN, origin, text, suggestion);
    }

    @Override
    public void tooLarge(Origin origin, String text) {
      tell(ERROR, Code.CONFIG_TOO_LARGE, origin, text, "a NodeConfig is a few kilobytes");
    }

    @Override
    public void doubtful(Origin origin, String text, String suggestion) {
      tell(STRICT, Code.CONFIG_MIME_BROKEN, origin, text, suggestion);
    }

    @Override
    public void unread(Origin origin, String text, String suggestion) {
      tell(WARNING, Code.CONFIG_NODECONFIG_UNREAD, origin, text, suggestion);
    }

    @Override
    public void script(Origin origin, String text, String suggestion) {
      tell(WARNING, Code.CONFIG_SCRIPT_DOUBTFUL, origin, text, suggestion);
    }

    @Override
    public void formerScript(Origin origin) {
      problems.accept(Documents.formerScript(WARNING, origin));
    }

    @Override
    public void odd(Origin origin, String text, String suggestion) {
      tell(WARNING, Code.CONFIG_MIME_BROKEN, origin, text, suggestion);
    }
  }
}
