package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EC2's answers are read without the JDK's XML, and as that reads them. */
class XmlReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"DescribeInstances", "DescribeInstanceTypes"})
  void answers_of_ec2_are_read_as_the_jdk_reads_them(String call) throws Exception {
    byte[] xml = Files.readAllBytes(Path.of("src/test/lab/node/etc/lab/ec2", call));

    assertThat(told(XmlReader.read(xml))).isEqualTo(toldByTheJdk(xml));
  }

  @Test
  void passes_over_what_says_nothing_and_reads_every_way_to_write_a_text() throws Exception {
    String xml =
        """
        \uFEFF<?xml version="1.0" encoding="UTF-8"?>
        <!-- <a> -->
        <r xmlns="http://x/" xmlns:x="http://x/x" a='>' b="/r>">
          <a>1 &lt; 2 &amp;amp; &#65;&#x1F600;</a><b/><c ></c ><x:d>ü</x:d>
          <e><![CDATA[<e> & ]]>end</e><?p <q> ?>
        </r>
        """;

    XmlNode root = XmlReader.read(xml.getBytes(StandardCharsets.UTF_8));

    assertThat(root.child("a").text()).isEqualTo("1 < 2 &amp; A😀");
    assertThat(root.child("b").text()).isEmpty();
    assertThat(root.child("d").text()).isEqualTo("ü");
    assertThat(root.child("e").text()).isEqualTo("<e> & end");
    assertThat(told(root))
        .isEqualTo(toldByTheJdk(xml.substring(1).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Service Unavailable",
        "{}",
        "<html><br></html>",
        "<a>",
        "<a",
        "<a b='>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>more",
        "<a>&nbsp;</a>",
        "<a>&</a>",
        "<a>&#x110000;</a>",
        "<a>&#;</a>",
        "<a><!-- </a>",
        "<a><![CDATA[</a>",
        "<1/>",
        "< a/>",
        "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
      })
  void what_is_no_xml_is_told_and_not_guessed(String text) {
    assertThatThrownBy(() -> XmlReader.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void bytes_of_another_encoding_are_told() {
    assertThatThrownBy(() -> XmlReader.read("<a>ü</a>".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void nothing_endless_is_read() {
    assertThatThrownBy(() -> XmlReader.read("<a>".repeat(50_000).getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("too many");
    assertThatThrownBy(() ->
            XmlReader.read(
                ("<a>" + "<b/>".repeat(50_000) + "</a>").getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("too many");
  }

  private static String told(XmlNode node) {
    String name = node.name().substring(node.name().indexOf(':') + 1);
    return node.children().stream()
        .map(XmlReaderTest::told)
        .collect(Collectors.joining("", name + "(" + node.text() + "|", ")"));
  }

  private static String toldByTheJdk(byte[] xml) throws Exception {
    XMLStreamReader reader =
        XMLInputFactory.newDefaultFactory().createXMLStreamReader(new ByteArrayInputStream(xml));
    reader.nextTag();
    return element(reader);
  }

  private static String element(XMLStreamReader reader) throws Exception {
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    StringBuilder children = new StringBuilder();
    while (true) {
      int next = reader.next();
      if (next == XMLStreamReader.END_ELEMENT) {
        return name + "(" + text.toString().strip() + "|" + children + ")";
      } else if (next == XMLStreamReader.START_ELEMENT) {
        children.append(element(reader));
      } else if (next == XMLStreamReader.CHARACTERS || next == XMLStreamReader.CDATA) {
        text.append(reader.getText());
      }
    }
  }
}
