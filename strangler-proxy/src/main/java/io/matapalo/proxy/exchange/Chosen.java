package io.matapalo.proxy.exchange;

import io.matapalo.proxy.affinity.Instance;
import java.util.List;

/**
 * After step 6: the instances of the cluster in the order in which this client tries them.
 *
 * @param routed an admitted request
 * @param instances never empty; put in order as far as they are asked for, so not copied
 */
public record Chosen(Routed routed, List<Instance> instances) implements RequestState {

  @Override
  public OpenRequest request() {
    return routed.request();
  }
}
