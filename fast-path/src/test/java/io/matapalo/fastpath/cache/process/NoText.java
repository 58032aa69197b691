package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.ValueCodec;
import java.util.Optional;

/** Values of this scope stay objects, so that nobody asks it. */
final class NoText implements ValueCodec<Integer> {

  @Override
  public String write(Integer value) {
    throw new IllegalStateException("nothing leaves the process");
  }

  @Override
  public Optional<Integer> read(String text) {
    throw new IllegalStateException("nothing comes from outside the process");
  }
}
