package io.matapalo.perf.chain;

import java.util.ArrayList;
import java.util.List;

/** An element of a message under construction. Confined to one thread. */
final class XmlElement {
  private final String name;
  private final List<String> attributes = new ArrayList<>();

  /** Elements, and what is written as it is. */
  private final List<Object> content = new ArrayList<>();

  private XmlElement(String name) {
    this.name = name;
  }

  static XmlElement of(String name, XmlElement... children) {
    XmlElement element = new XmlElement(name);
    element.content.addAll(List.of(children));
    return element;
  }

  static XmlElement leaf(String name, String text) {
    XmlElement element = new XmlElement(name);
    element.content.add(text);
    return element;
  }

  XmlElement with(String attribute) {
    attributes.add(attribute);
    return this;
  }

  /** What may be changed at will. */
  List<Object> content() {
    return content;
  }

  boolean isLeaf() {
    return content.size() == 1 && content.getFirst() instanceof String;
  }

  /** This one and all below. */
  List<XmlElement> all() {
    List<XmlElement> all = new ArrayList<>(List.of(this));
    for (Object child : content) {
      if (child instanceof XmlElement element) {
        all.addAll(element.all());
      }
    }
    return all;
  }

  @Override
  public String toString() {
    StringBuilder xml = new StringBuilder("<").append(name);
    attributes.forEach(attribute -> xml.append(' ').append(attribute));
    xml.append('>');
    content.forEach(xml::append);
    return xml.append("</").append(name).append('>').toString();
  }
}
