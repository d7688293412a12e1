package dev.nodeready.aws;

import java.util.ArrayList;
import java.util.List;

/** An element of a small XML answer, as {@link XmlReader} reads it. */
final class XmlNode {
  private static final XmlNode NONE = new XmlNode("");

  private final String name;
  private final List<XmlNode> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  XmlNode(String name) {
    this.name = name;
  }

  /** The name as it stands in the tag. */
  String name() {
    return name;
  }

  /** What is inside, in its order; the reader adds to it. */
  List<XmlNode> children() {
    return children;
  }

  void add(String more) {
    text.append(more);
  }

  /** The first child of a name, whatever its prefix; an empty element where there is none. */
  XmlNode child(String wanted) {
    for (XmlNode child : children) {
      if (child.name.substring(child.name.indexOf(':') + 1).equals(wanted)) {
        return child;
      }
    }
    return NONE;
  }

  /** All {@code item} children, which is how EC2 writes lists. */
  List<XmlNode> items() {
    return children.stream().filter(c -> c.name.equals("item")).toList();
  }

  /** The text inside, without what is around it. */
  String text() {
    return text.toString().strip();
  }
}
