package io.matapalo.router.proof;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work of an instance on an application that is opened first; another open closes the one before.
 * Thread-safe.
 */
abstract class ApplicationWork implements Work {
  private final AtomicReference<@Nullable Application> application = new AtomicReference<>();

  @Override
  public final Message answer(Message request) throws Exception {
    if (!request.text("do").equals("open")) {
      return work(request);
    }
    close();
    application.set(Application.open(request));
    return Message.of("opened", true);
  }

  /** Does what is asked of the open application. */
  abstract Message work(Message request) throws Exception;

  final Application opened() {
    Application opened = application.get();
    if (opened == null) {
      throw new IllegalStateException("asked before open");
    }
    return opened;
  }

  @Override
  public final void close() {
    Application opened = application.getAndSet(null);
    if (opened != null) {
      opened.close();
    }
  }
}
