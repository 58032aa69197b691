package io.matapalo.fastpath.soap;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * The child elements of one element, as JAXB takes them: those of its own namespace, in any order,
 * the last of several, others skipped. What was missing is a blank text, 0, or empty. Confined to
 * one request.
 */
public final class Fields {

  private final Map<String, List<String>> texts = new HashMap<>();

  private Fields() {}

  /** Reads the element that {@code soap} stands on, whose fields hold text, and leaves it. */
  public static Fields read(SoapReader soap, Set<String> names) {
    return read(soap, names, Map.of());
  }

  /**
   * Reads an element of which some fields hold elements.
   *
   * @param nested by name what reads such a field, once for each that comes
   */
  public static Fields read(SoapReader soap, Set<String> names, Map<String, Runnable> nested) {
    String namespace = soap.name().getNamespaceURI();
    Fields fields = new Fields();
    soap.children(name -> fields.visit(soap, local(name, namespace), names, nested));
    return fields;
  }

  private void visit(
      SoapReader soap, String name, Set<String> names, Map<String, Runnable> nested) {
    Runnable reader = nested.get(name);
    if (reader != null) {
      reader.run();
    } else if (names.contains(name)) {
      texts.computeIfAbsent(name, _ -> new ArrayList<>()).add(soap.text());
    } else {
      soap.skip();
    }
  }

  /** The text as it was sent. */
  public String text(String name) {
    return given(name).orElse("");
  }

  /** As {@link #text}, empty when it is missing. */
  public Optional<String> given(String name) {
    return Optional.ofNullable(texts.get(name)).map(List::getLast);
  }

  public long longNumber(String name) {
    return WireValues.readLong(text(name));
  }

  public int number(String name) {
    return WireValues.readInt(text(name));
  }

  /** As {@link #longNumber}, empty when it is missing. */
  public Optional<Long> givenLongNumber(String name) {
    return given(name).map(WireValues::readLong);
  }

  /** As {@link #number}, empty when it is missing. */
  public Optional<Integer> givenNumber(String name) {
    return given(name).map(WireValues::readInt);
  }

  /** Empty when it is missing or no number. Of several, JAXB takes the last that is one. */
  public Optional<BigDecimal> decimal(String name) {
    return texts.getOrDefault(name, List.of()).stream()
        .flatMap(text -> WireValues.readDecimal(text).stream())
        .reduce((_, later) -> later);
  }

  /** Empty when it is missing; {@link WireValues#UNREADABLE_TIME} when it is no time. */
  public Optional<Instant> time(String name) {
    return given(name).map(WireValues::readTime);
  }

  /** Empty when it is missing or none of {@code values}. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, E[] values) {
    String text = text(name);
    return Arrays.stream(values).filter(value -> value.name().equals(text)).findFirst();
  }

  /** Other namespaces have no name for us. */
  private static String local(QName name, String namespace) {
    return name.getNamespaceURI().equals(namespace) ? name.getLocalPart() : "";
  }
}
