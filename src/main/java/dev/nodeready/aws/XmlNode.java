package dev.nodeready.aws;

import dev.nodeready.failure.Words;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of a small XML answer: no DTD, no entities, bounded depth and number. */
final class XmlNode {
  private static final int DEEPEST = 32;
  private static final int MOST = 20_000;
  private static final XmlNode NONE = new XmlNode("");

  private final String name;
  private final List<XmlNode> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlNode(String name) {
    this.name = name;
  }

  /**
   * The root element.
   *
   * @throws IOException when it is no XML, or deeper or larger than any honest answer
   */
  static XmlNode read(byte[] xml) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException("the answer is no XML: " + Words.of(e), e);
    }
  }

  private static XmlNode read(XMLStreamReader reader) throws XMLStreamException, IOException {
    List<XmlNode> open = new ArrayList<>(List.of(new XmlNode("")));
    for (int number = 0; reader.hasNext(); ) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++number > MOST || open.size() > DEEPEST) {
            throw new IOException("the answer has too many elements");
          }
          XmlNode node = new XmlNode(reader.getLocalName());
          open.getLast().children.add(node);
          open.addLast(node);
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.getLast().text.append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IOException("the answer has a DTD or entities");
        default -> {}
      }
    }
    return open.getFirst().children.getFirst();
  }

  String name() {
    return name;
  }

  /** The first child of a name; an empty element where there is none. */
  XmlNode child(String wanted) {
    for (XmlNode child : children) {
      if (child.name.equals(wanted)) {
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
