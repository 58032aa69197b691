package io.matapalo.router.proof;

import java.util.concurrent.CountDownLatch;

/** Work for the tests of the harness. Thread-safe. */
final class EchoWork implements Work {

  @Override
  public Message answer(Message request) throws Exception {
    return switch (request.text("do")) {
      case "echo" -> Message.of("text", request.text("text"), "pid", ProcessHandle.current().pid());
      case "fail" -> throw new IllegalStateException("as asked");
      case "hang" -> {
        new CountDownLatch(1).await();
        yield Message.of();
      }
      default -> throw new IllegalArgumentException("cannot do " + request.text("do"));
    };
  }

  @Override
  public void close() {}
}
