package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.RequestState;
import io.matapalo.proxy.exchange.Routed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After step 7: an instance answers.
 *
 * @param attempt owns the connection on which the answer comes, and the first bytes of its body
 */
public record Answered(Routed routed, Attempt attempt, AnswerHead head, AnswerBody body)
    implements RequestState {

  private static final Logger LOG = LoggerFactory.getLogger(Answered.class);

  /** Who answers. */
  public Instance instance() {
    return attempt.connection().instance();
  }

  @Override
  public OpenRequest request() {
    return routed.request();
  }

  /** Keeps the connection of an answer that nobody needs, if all of it is here already. */
  void skip() {
    try {
      int available;
      while ((available = body.available(attempt.buffer())) > 0) {
        attempt.buffer().position(attempt.buffer().position() + available);
        body.moved(available);
      }
      attempt.end(head, body);
    } catch (MalformedAnswerException e) {
      LOG.debug("Answer that is skipped is malformed. reason={}", e.toString());
      attempt.cancel();
    }
  }
}
