package io.matapalo.proxy.pipeline;

import io.matapalo.proxy.exchange.RequestState;
import java.util.function.Consumer;

/**
 * Steps in a row. Each step takes the state that the step before has reached, and hands the next
 * state on, at once or later on the same I/O thread; or the step ends the request and hands nothing
 * on. A way is put together once, so that it costs a request no object. Immutable.
 *
 * @param <A> what the first step takes
 * @param <B> what the last step has reached
 */
@FunctionalInterface
interface Way<A, B extends RequestState> {

  /** One step. It calls {@code next} at most once. */
  @FunctionalInterface
  interface Step<A, B> {

    void take(A state, Consumer<B> next);
  }

  /** The way as one call, with a last step that hands nothing on. */
  Consumer<A> to(Consumer<B> last);

  /** A way of one step, which begins the life of a request and guards that itself. */
  static <A, B extends RequestState> Way<A, B> from(Step<A, B> first) {
    return last -> {
      Consumer<B> next = guarded(last);
      return state -> first.take(state, next);
    };
  }

  /** The way with one step more. */
  default <C extends RequestState> Way<A, C> then(Step<B, C> step) {
    return last -> {
      Consumer<C> next = guarded(last);
      return to(state -> step.take(state, next));
    };
  }

  /** Leaves a step out if the request has ended; a fault in the step ends the request. */
  private static <S extends RequestState> Consumer<S> guarded(Consumer<S> step) {
    return state -> {
      if (!state.request().isOver()) {
        state.request().guarded(state, step);
      }
    };
  }
}
