package dev.nodeready.config.mime;

import dev.nodeready.config.tree.Place;

/** Looks at a part that is no NodeConfig by its type, in case it was meant to be one. */
final class ForeignPart {
  private final Place place;
  private final PartNotes notes;

  ForeignPart(Place place, PartNotes notes) {
    this.place = place;
    this.notes = notes;
  }

  void look(Header header, String body) {
    String type = header.field("content-type");
    if (body.contains("kind: NodeConfig") && !type.startsWith("text/x-shellscript")) {
      notes.doubtful(
          place.at(header.bodyLine(), 1),
          type.isEmpty()
              ? "this part looks like a NodeConfig but has no Content-Type, so it is not read"
              : "this part looks like a NodeConfig but is " + type + ", so it is not read",
          "give it Content-Type: " + Multipart.NODE_CONFIG);
    } else if (type.isEmpty()) {
      notes.odd(
          place.at(header.bodyLine(), 1), "this part has no Content-Type, so it is not read", "");
    } else if (body.contains(BootstrapScript.PATH)) {
      notes.formerScript(place.at(header.bodyLine(), 1));
    }
  }
}
