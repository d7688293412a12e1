package dev.nodeready.config.mime;

import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Place;

/** Looks at a part that is no NodeConfig by its type, in case it was meant to be one. */
final class ForeignPart {
  private static final String SCRIPT = "text/x-shellscript";

  private final Place place;
  private final PartNotes notes;

  ForeignPart(Place place, PartNotes notes) {
    this.place = place;
    this.notes = notes;
  }

  void look(Header header, String body) {
    String type = header.field("content-type");
    boolean script = ContentType.parse(type).type().equals(SCRIPT);
    if (script ? LooksLike.nodeConfig(body) : body.contains("kind: NodeConfig")) {
      notReadThough(header, type, script);
    } else if (type.isEmpty()) {
      notes.odd(
          place.at(header.bodyLine(), 1), "this part has no Content-Type, so it is not read", "");
    } else if (script) {
      new FormerHabits(place.fromLine(header.bodyLine()), notes).look(body);
    } else if (body.contains(BootstrapScript.PATH)) {
      notes.formerScript(place.at(header.bodyLine(), 1));
    }
  }

  private void notReadThough(Header header, String type, boolean script) {
    Origin origin = place.at(header.bodyLine(), 1);
    String suggestion = "give it Content-Type: " + Multipart.NODE_CONFIG;
    if (script) {
      notes.unread(
          origin, "this part is a NodeConfig but is " + type + ", so it is not read", suggestion);
    } else {
      String is = type.isEmpty() ? " but has no Content-Type" : " but is " + type;
      notes.doubtful(
          origin, "this part looks like a NodeConfig" + is + ", so it is not read", suggestion);
    }
  }
}
