package io.matapalo.router.bench;

import java.util.concurrent.Callable;

/** Makes stacks as deep as those of a server. Stateless. */
final class Depth {

  private Depth() {}

  static <T> T below(int frames, Callable<T> work) throws Exception {
    return frames == 0 ? work.call() : below(frames - 1, work);
  }
}
