package io.matapalo.proxy;

import java.lang.reflect.Proxy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP, by {@code sun.misc.Signal} of the module {@code jdk.unsupported}: the JDK has
 * no other way. Called by reflection, because the compiler warns of it in a way that cannot be
 * answered. Where it is absent, the signal ends the process as ever.
 */
final class HangUp {

  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  private HangUp() {}

  /** Runs the action at each signal, on one thread; signals that come meanwhile are one. */
  static void onSignal(Runnable action) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            Thread.ofPlatform().daemon().name("reload").factory());
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hearer =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  execute(executor, action);
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), hearer);
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIGHUP cannot be heard, reload by the admin port. reason={}", e.toString());
    }
  }

  private static void execute(ThreadPoolExecutor executor, Runnable action) {
    try {
      executor.execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("A reload is due already. reason={}", e.toString());
    }
  }
}
