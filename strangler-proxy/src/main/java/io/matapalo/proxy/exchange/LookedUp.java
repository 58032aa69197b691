package io.matapalo.proxy.exchange;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.routing.RequestFacts;
import java.util.Optional;

/**
 * After step 3: the catalogue was asked.
 *
 * @param facts what it was asked by
 * @param operation absent for what the catalogue does not know
 */
public record LookedUp(Identified identified, RequestFacts facts, Optional<Operation> operation)
    implements RequestState {

  @Override
  public OpenRequest request() {
    return identified.request();
  }
}
