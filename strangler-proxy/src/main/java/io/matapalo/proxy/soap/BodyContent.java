package io.matapalo.proxy.soap;

import java.util.Optional;

/** What the first bytes of a request body turned out to be. Immutable. */
public sealed interface BodyContent {

  /** The SOAP version of the envelope, if one was seen. */
  Optional<SoapVersion> version();

  /** A SOAP envelope whose Body starts with this element. */
  record Operation(SoapVersion soapVersion, QualifiedName element) implements BodyContent {
    @Override
    public Optional<SoapVersion> version() {
      return Optional.of(soapVersion);
    }
  }

  /** A document type declaration, which no SOAP message may have (SOAP 1.1 §3, SOAP 1.2 §5). */
  record DocumentType(Optional<SoapVersion> version) implements BodyContent {}

  /**
   * Anything else: no XML, no SOAP, an empty Body, broken XML, or no decision in the bytes read.
   */
  record Unrecognised(Optional<SoapVersion> version) implements BodyContent {}
}
