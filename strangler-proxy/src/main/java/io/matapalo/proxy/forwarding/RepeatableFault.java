package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.catalogue.Handling;
import io.matapalo.proxy.exchange.Routed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A fault after which an operation has changed nothing, as its catalogue entry says. The text is
 * looked for in the first piece of the body only, one buffer at most.
 */
final class RepeatableFault {

  private RepeatableFault() {}

  static boolean isIn(Routed routed, Attempt attempt, AnswerHead head, AnswerBody body)
      throws MalformedAnswerException {
    if (head.status() != Handling.FAULT_STATUS) {
      return false;
    }
    Optional<String> text =
        routed.decision().operation().flatMap(known -> known.handling().repeatableFault());
    return text.isPresent()
        && contains(
            attempt.buffer(),
            body.available(attempt.buffer()),
            text.get().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean contains(ByteBuffer buffer, int available, byte[] text) {
    ByteBuffer wanted = ByteBuffer.wrap(text);
    int last = buffer.position() + available - text.length;
    for (int from = buffer.position(); from <= last; from++) {
      if (buffer.slice(from, text.length).mismatch(wanted) < 0) {
        return true;
      }
    }
    return false;
  }
}
