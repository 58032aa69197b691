package io.matapalo.proxy.routing;

import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.catalogue.OperationClass;
import io.matapalo.proxy.cutover.CutoverTable;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.routing.RoutingDecision.Hint;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.SoapAction;
import java.util.Optional;
import java.util.Set;

/**
 * Decides where a request goes. The body names the operation; the client's action is compared with
 * it, and obeyed only where the body leaves open which operation is meant. Whatever is not
 * identified goes to the default cluster. Pure, thread-safe.
 */
public final class Router {

  /** RFC 9110 §9.2.1; everything else that is not identified may do anything. */
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final OperationCatalogue catalogue;
  private final String defaultCluster;

  public Router(OperationCatalogue catalogue, String defaultCluster) {
    this.catalogue = catalogue;
    this.defaultCluster = defaultCluster;
  }

  /** The operation that the request means; absent for what the catalogue does not know. */
  public Optional<Operation> lookUp(RequestFacts facts) {
    Optional<Operation> soap =
        facts.method().equals("POST") ? lookUpMessage(facts) : Optional.empty();
    return soap.or(() -> catalogue.findByMethod(facts.path(), facts.method()));
  }

  private Optional<Operation> lookUpMessage(RequestFacts facts) {
    return switch (facts.body()) {
      case BodyContent.Operation found ->
          catalogue.find(facts.path(), found.element(), facts.agreedAction());
      case BodyContent.EmptyBody _ -> catalogue.findEmpty(facts.path(), facts.agreedAction());
      case BodyContent.DocumentType _, BodyContent.Unrecognised _ -> Optional.empty();
    };
  }

  /** The decision for what the look-up found, under this table. */
  public RoutingDecision decide(Optional<Operation> found, RequestFacts facts, CutoverTable table) {
    return found
        .map(operation -> known(operation, facts, table))
        .orElseGet(() -> unidentified(facts, table));
  }

  private RoutingDecision known(Operation operation, RequestFacts facts, CutoverTable table) {
    Side side = table.side(operation);
    String cluster =
        switch (side) {
          case LEGACY -> operation.legacyCluster();
          case FAST -> operation.fastCluster().orElse(operation.legacyCluster());
        };
    return new RoutingDecision(
        Optional.of(operation),
        operation.operationClass(),
        side,
        cluster,
        operation.legacyCluster(),
        table.version(),
        hintOf(operation, facts));
  }

  private RoutingDecision unidentified(RequestFacts facts, CutoverTable table) {
    OperationClass operationClass =
        SAFE_METHODS.contains(facts.method()) ? OperationClass.READ : OperationClass.UNSAFE;
    return new RoutingDecision(
        Optional.empty(),
        operationClass,
        Side.LEGACY,
        defaultCluster,
        defaultCluster,
        table.version(),
        Hint.CONSISTENT);
  }

  private Hint hintOf(Operation operation, RequestFacts facts) {
    if (facts.actionsDiffer()) {
      return Hint.CONTRADICTION;
    }
    Optional<SoapAction> action = facts.action().or(facts.body()::addressed);
    if (action.isEmpty()) {
      return Hint.CONSISTENT;
    }
    boolean contradicts =
        operation
            .sign()
            .expectedAction()
            .map(expected -> !expected.equals(action.get().value()))
            .orElseGet(() -> catalogue.isAnotherAt(operation, action.get().lastSegment()));
    return contradicts ? Hint.CONTRADICTION : Hint.CONSISTENT;
  }
}
