package io.matapalo.proxy.routing;

import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.SoapAction;
import java.util.Optional;

/**
 * What routing needs to know of a request.
 *
 * @param path raw, without query
 * @param action of the fields
 */
public record RequestFacts(
    String method, String path, BodyContent body, Optional<SoapAction> action) {

  /** Whether field and SOAP Header name different actions, so that servers may obey either. */
  boolean actionsDiffer() {
    Optional<SoapAction> addressed = body.addressed();
    return action.isPresent() && addressed.isPresent() && !action.equals(addressed);
  }

  /** The action that the client names, if it names one only (WS-Addressing 1.0 SOAP, §4.2). */
  Optional<String> agreedAction() {
    return actionsDiffer()
        ? Optional.empty()
        : action.or(body::addressed).map(SoapAction::value).filter(text -> !text.isEmpty());
  }
}
