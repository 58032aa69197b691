package io.matapalo.proxy.reading;

import java.io.IOException;

/** A request whose bytes do not follow the grammar. */
final class MalformedRequestException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Flaw flaw;

  MalformedRequestException(Flaw flaw) {
    super(flaw.what());
    this.flaw = flaw;
  }

  Flaw flaw() {
    return flaw;
  }
}
