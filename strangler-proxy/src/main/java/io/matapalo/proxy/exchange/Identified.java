package io.matapalo.proxy.exchange;

import io.matapalo.proxy.soap.BodyContent;

/**
 * After step 2: the beginning of the body is here and was looked into.
 *
 * @param body the bytes that are kept until the answer
 */
public record Identified(Received received, RetainedBody body, BodyContent content)
    implements RequestState {

  @Override
  public OpenRequest request() {
    return received.request();
  }
}
