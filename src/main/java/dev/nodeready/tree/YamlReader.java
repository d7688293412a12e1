package dev.nodeready.tree;

import dev.nodeready.tree.Value.Arr;
import dev.nodeready.tree.Value.Member;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.Value.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the first document of a YAML text, with the scalar rules of YAML 1.1. Composes the tree
 * from the parser's events itself, so that depth, aliases and size are bounded before memory is
 * spent.
 */
public final class YamlReader {
  /** Characters that are read in all where a text is read again for a tab in it. */
  private static final long MOST_READ = 32 << 20;

  private final ParserImpl parser;
  private final Place place;
  private final Notes notes;
  private final Map<Anchor, Value> anchors = new HashMap<>();
  private Origin near;
  private long values;

  private YamlReader(String text, Place place, Notes notes) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Limits.LENGTH).build();
    this.parser = new ParserImpl(settings, new StreamReader(settings, new WholeCharacters(text)));
    this.place = place;
    this.notes = notes;
    near = place.at(1, 1);
  }

  /**
   * Reads the first document.
   *
   * @return null-valued where the text holds none
   * @throws TextException when it is no YAML or breaks a limit
   */
  public static Value read(String text, Place place, Notes notes) throws TextException {
    if (text.length() > Limits.LENGTH) {
      throw new TextException(place.whole(), "the text is longer than 10 MiB");
    }
    String now = text;
    for (long read = now.length(); ; read += now.length()) {
      HeldNotes held = new HeldNotes(notes);
      try {
        Value value = once(now, place, held);
        held.tell();
        return value;
      } catch (MarkedYamlEngineException e) {
        String spaced = read > MOST_READ ? null : Tabs.replaced(now, e.getProblemMark());
        if (spaced == null) {
          held.tell();
          throw new TextException(origin(place, e.getProblemMark()), message(e));
        }
        now = spaced;
      }
    }
  }

  private static Value once(String text, Place place, Notes notes) throws TextException {
    YamlReader reader = new YamlReader(text, place, notes);
    try {
      return reader.first();
    } catch (MarkedYamlEngineException e) {
      throw e;
    } catch (YamlEngineException e) {
      throw new TextException(place.whole(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The engine fails so where a text ends inside of an escape, for one.
      throw new TextException(reader.near, "what follows is no YAML");
    }
  }

  private static String message(MarkedYamlEngineException e) {
    String context = e.getContext();
    String problem = String.valueOf(e.getProblem());
    return context == null || context.isEmpty() ? problem : context + ": " + problem;
  }

  private Value first() throws TextException {
    parser.next();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return new Scalar(null, place.at(1, 1));
    }
    parser.next();
    Value value = value(parser.next(), 0);
    parser.next();
    lookFurther();
    return value;
  }

  /** What follows the first document is not read, not even to find it broken. */
  private void lookFurther() {
    try {
      Event next = parser.peekEvent();
      if (next.getEventId() != Event.ID.StreamEnd) {
        notes.furtherDocument(origin(next));
      }
    } catch (MarkedYamlEngineException e) {
      notes.furtherDocument(origin(place, e.getProblemMark()));
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      notes.furtherDocument(near);
    }
  }

  private Value value(Event event, int depth) throws TextException {
    Origin origin = origin(event);
    if (depth > Limits.DEPTH) {
      throw new TextException(origin, "values are nested more than " + Limits.DEPTH + " deep");
    }
    Value value =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar, origin);
          case SequenceStartEvent ignored -> list(origin, depth);
          case MappingStartEvent ignored -> object(origin, depth);
          case AliasEvent alias -> alias(alias, origin);
          default -> throw new TextException(origin, "a value is missing");
        };
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      node.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
    }
    count(value, origin);
    return value;
  }

  /** Counts each value once where it stands, and an alias as all that it stands for. */
  private void count(Value value, Origin origin) throws TextException {
    values++;
    if (values > Limits.VALUES || value.size() > Limits.VALUES) {
      throw new TextException(origin, "the document holds more than " + Limits.VALUES + " values");
    }
  }

  private Value alias(AliasEvent alias, Origin origin) throws TextException {
    Value value = anchors.get(alias.getAlias());
    if (value == null) {
      // A secret that begins with * reads like an alias, so its name is not repeated.
      throw new TextException(origin, "unknown anchor; a text that begins with * stands in quotes");
    }
    return value;
  }

  private static Scalar scalar(ScalarEvent event, Origin origin) throws TextException {
    Optional<String> tag = event.getTag();
    try {
      if (tag.isPresent()) {
        return new Scalar(YamlScalars.tagged(tag.get(), event.getValue()), origin);
      }
      boolean plain = event.isPlain();
      return new Scalar(plain ? YamlScalars.plain(event.getValue()) : event.getValue(), origin);
    } catch (IllegalArgumentException e) {
      throw new TextException(origin, String.valueOf(e.getMessage()));
    }
  }

  private Arr list(Origin origin, int depth) throws TextException {
    List<Value> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(value(parser.next(), depth + 1));
    }
    parser.next();
    return Arr.of(items, origin);
  }

  private Obj object(Origin origin, int depth) throws TextException {
    Map<String, Member> members = new LinkedHashMap<>();
    Map<String, Origin> own = new HashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Event event = parser.next();
      Value key = value(event, depth + 1);
      Value value = value(parser.next(), depth + 1);
      if (isMerge(event)) {
        // What it copies counts each time.
        values += value.size();
        merge(members, value);
      } else {
        String name = name(key);
        Origin first = own.put(name, origin(event));
        if (first != null) {
          notes.duplicateKey(name, origin(event), first);
        }
        members.put(name, new Member(origin(event), value));
      }
    }
    parser.next();
    return Obj.of(members, origin);
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.isPlain()
        && scalar.getTag().isEmpty()
        && scalar.getValue().equals("<<");
  }

  /** As nodeadm's parser does it: in the order written, so a merge overrides what stands above. */
  private static void merge(Map<String, Member> members, Value value) throws TextException {
    if (value instanceof Obj obj) {
      members.putAll(obj.members());
      return;
    }
    if (value instanceof Arr arr && arr.items().stream().allMatch(Obj.class::isInstance)) {
      // Earlier ones win, so that they come last.
      for (int at = arr.items().size() - 1; at >= 0; at--) {
        merge(members, arr.items().get(at));
      }
      return;
    }
    throw new TextException(value.origin(), "<< wants an object or a list of objects");
  }

  private static String name(Value key) throws TextException {
    if (key instanceof Scalar(Object plain, Origin origin)) {
      return switch (plain) {
        case null -> throw new TextException(origin, "null cannot be a key");
        case String text -> text;
        case Double number -> FloatKey.of(number);
        default -> plain.toString();
      };
    }
    throw new TextException(key.origin(), key.kind() + " cannot be a key");
  }

  private Origin origin(Event event) {
    near = origin(place, event.getStartMark());
    return near;
  }

  private static Origin origin(Place place, Optional<Mark> mark) {
    @Nullable Mark at = mark.orElse(null);
    return at == null ? place.whole() : place.at(at.getLine() + 1, at.getColumn() + 1);
  }
}
