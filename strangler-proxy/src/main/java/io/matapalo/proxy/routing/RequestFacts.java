package io.matapalo.proxy.routing;

import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.SoapAction;
import java.util.Optional;

/**
 * What routing needs to know of a request.
 *
 * @param path raw, without query
 */
public record RequestFacts(
    String method, String path, BodyContent body, Optional<SoapAction> action) {}
