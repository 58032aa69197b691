package io.matapalo.proxy.exchange;

/** After step 5: the request holds a permit of its cluster, which its end gives back. */
public record Admitted(Routed routed) implements RequestState {

  @Override
  public OpenRequest request() {
    return routed.request();
  }
}
