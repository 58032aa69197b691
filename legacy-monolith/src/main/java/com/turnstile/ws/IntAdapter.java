package com.turnstile.ws;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;

/** {@link WireFormat} for JAXB. Stateless. */
public class IntAdapter extends XmlAdapter<String, Integer> {

  @Override
  public Integer unmarshal(String text) {
    return WireFormat.parseInt(text);
  }

  @Override
  public String marshal(Integer value) {
    return value == null ? null : WireFormat.printInt(value);
  }
}
