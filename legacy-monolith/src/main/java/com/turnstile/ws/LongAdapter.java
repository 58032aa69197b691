package com.turnstile.ws;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;

/** {@link WireFormat} for JAXB. Stateless. */
public class LongAdapter extends XmlAdapter<String, Long> {

  @Override
  public Long unmarshal(String text) {
    return WireFormat.parseLong(text);
  }

  @Override
  public String marshal(Long value) {
    return value == null ? null : WireFormat.printLong(value);
  }
}
