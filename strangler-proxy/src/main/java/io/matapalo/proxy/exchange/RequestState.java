package io.matapalo.proxy.exchange;

/** What is known of a request after one step of its way. Implementations are immutable. */
public interface RequestState {

  /** The life of the request, which any step can end. */
  OpenRequest request();
}
