package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.RequestState;
import io.matapalo.proxy.exchange.Routed;

/**
 * After step 7: an instance answers.
 *
 * @param attempt owns the connection on which the answer comes, and the first bytes of its body
 */
public record Answered(Routed routed, Attempt attempt, AnswerHead head, AnswerBody body)
    implements RequestState {

  /** Who answers. */
  public Instance instance() {
    return attempt.connection().instance();
  }

  @Override
  public OpenRequest request() {
    return routed.request();
  }
}
