package dev.nodeready.dropin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A NodeConfig of several sources, and the machine that it is for.
 *
 * @param sources in order; later ones win
 */
record Drawn(List<Source> sources, Machine machine) {
  enum Kind {
    USER_DATA,
    FILE,
    FOLDER
  }

  /**
   * Documents that belong together.
   *
   * @param documents in the order of their parts or files
   * @param style seed for how they are written
   */
  record Source(Kind kind, List<Map<String, @Nullable Object>> documents, long style) {
    Source with(List<Map<String, @Nullable Object>> others) {
      return new Source(kind, others, style);
    }
  }

  static Drawn of(long seed) {
    Draw draw = new Draw(seed);
    Machine machine = Machine.draw(draw);
    DrawnConfig config = new DrawnConfig(draw, machine);
    List<Source> sources = new ArrayList<>();
    for (int left = draw.of(1, 1, 2, 3); left > 0; left--) {
      Kind kind = sources.isEmpty() ? draw.of(Kind.values()) : draw.of(Kind.FILE, Kind.FOLDER);
      List<Map<String, @Nullable Object>> documents = new ArrayList<>();
      for (int more = draw.of(1, 1, 1, 2, 3); more > 0; more--) {
        documents.add(config.document(sources.isEmpty() && documents.isEmpty()));
      }
      sources.add(new Source(kind, documents, draw.seed()));
    }
    return new Drawn(sources, machine);
  }

  /** The same for another machine. */
  Drawn on(Machine other) {
    return new Drawn(sources, other);
  }

  Drawn with(List<Source> others) {
    return new Drawn(others, machine);
  }
}
