package io.matapalo.fastpath.soap;

import javax.xml.namespace.QName;

/**
 * A block of a request's header that the reader was told to keep. Immutable. Its text may be a
 * secret, and is in no text form.
 */
public record HeaderBlock(QName name, String text) {

  @Override
  public String toString() {
    return "HeaderBlock[" + name + "]";
  }
}
