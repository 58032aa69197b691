package com.turnstile.ws;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;
import java.time.Instant;

/** {@link WireFormat} for JAXB. Stateless. */
public class InstantAdapter extends XmlAdapter<String, Instant> {

  @Override
  public Instant unmarshal(String text) {
    return WireFormat.parseInstant(text);
  }

  @Override
  public String marshal(Instant value) {
    return value == null ? null : WireFormat.printInstant(value);
  }
}
