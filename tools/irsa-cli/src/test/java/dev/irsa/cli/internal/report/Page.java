package dev.irsa.cli.internal.report;

import dev.irsa.cli.internal.timeline.Measure;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A parsed report. */
record Page(Document document) {

  /** Parses a page, which must be well-formed XML. */
  static Page parse(String html) {
    try {
      return new Page(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html))));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + html, e);
    }
  }

  /** One lane of a chart. */
  record Lane(Element element) {

    String getAttribute(String name) {
      return element.getAttribute(name);
    }

    long count(String name, String cssClass) {
      return elements(element, name).stream()
          .filter(each -> each.getAttribute("class").equals(cssClass))
          .count();
    }

    /** Returns where the elements of a name are, from top to bottom. */
    Set<Double> heights(String name) {
      return elements(element, name).stream()
          .map(each -> Double.valueOf(each.getAttribute("cy")))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    List<String> titles() {
      return elements(element, "title").stream().map(Element::getTextContent).toList();
    }
  }

  /** Returns the lanes of a layout, from top to bottom. */
  List<Lane> lanes(String layout) {
    return elements(document.getDocumentElement(), "svg").stream()
        .filter(svg -> svg.getAttribute("class").equals("timeline " + layout))
        .flatMap(svg -> elements(svg, "g").stream())
        .filter(group -> group.getAttribute("class").equals("lane"))
        .map(Lane::new)
        .toList();
  }

  Lane lane(String layout, String name) {
    return lanes(layout).stream()
        .filter(lane -> lane.getAttribute("data-lane").equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns a figure of the table. */
  long figure(Measure measure, String pod) {
    return elements(document.getDocumentElement(), "tr").stream()
        .filter(row -> row.getAttribute("data-measure").equals(measure.name()))
        .flatMap(row -> elements(row, "td").stream())
        .filter(cell -> cell.getAttribute("data-pod").equals(pod))
        .mapToLong(cell -> Long.parseLong(cell.getAttribute("data-value")))
        .findFirst()
        .orElseThrow();
  }

  boolean hasId(String id) {
    return all("*").stream().anyMatch(each -> each.getAttribute("id").equals(id));
  }

  List<Element> all(String name) {
    return elements(document.getDocumentElement(), name);
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
