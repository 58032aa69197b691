package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.answer.MalformedAnswerException;
import io.matapalo.proxy.catalogue.Handling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fault after which an operation has changed nothing, as its catalogue entry says. The text is
 * looked for in the first piece of the body only, one buffer at most.
 */
final class RepeatableFault {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatableFault.class);

  private RepeatableFault() {}

  /** A malformed answer is none; that is found again when it is relayed. */
  static boolean isIn(Answered answered) {
    if (answered.head().status() != Handling.FAULT_STATUS) {
      return false;
    }
    Optional<String> text =
        answered
            .routed()
            .decision()
            .operation()
            .flatMap(known -> known.handling().repeatableFault());
    ByteBuffer buffer = answered.attempt().buffer();
    try {
      return text.isPresent()
          && contains(
              buffer,
              answered.body().available(buffer),
              text.get().getBytes(StandardCharsets.UTF_8));
    } catch (MalformedAnswerException e) {
      LOG.debug("Fault is malformed. reason={}", e.toString());
      return false;
    }
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
