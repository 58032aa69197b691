package io.matapalo.proxy.soap;

import java.util.Optional;

/** What the first bytes of a request body turned out to be. Immutable. */
public sealed interface BodyContent {

  /** The SOAP version of the envelope, if one was seen. */
  Optional<SoapVersion> version();

  /** The action that WS-Addressing names in the SOAP Header (WS-Addressing 1.0 core, §3). */
  default Optional<SoapAction> addressed() {
    return Optional.empty();
  }

  /** A SOAP envelope whose Body starts with this element. */
  record Operation(SoapVersion soapVersion, QualifiedName element, Optional<SoapAction> addressed)
      implements BodyContent {

    /** The same without WS-Addressing. */
    public Operation(SoapVersion soapVersion, QualifiedName element) {
      this(soapVersion, element, Optional.empty());
    }

    @Override
    public Optional<SoapVersion> version() {
      return Optional.of(soapVersion);
    }
  }

  /** A SOAP envelope whose Body has no element. */
  record EmptyBody(SoapVersion soapVersion, Optional<SoapAction> addressed) implements BodyContent {
    @Override
    public Optional<SoapVersion> version() {
      return Optional.of(soapVersion);
    }
  }

  /** A document type declaration, which no SOAP message may have (SOAP 1.1 §3, SOAP 1.2 §5). */
  record DocumentType(Optional<SoapVersion> version) implements BodyContent {}

  /** Anything else: no XML, no SOAP, broken XML, or no decision in the bytes read. */
  record Unrecognised(Optional<SoapVersion> version) implements BodyContent {}
}
