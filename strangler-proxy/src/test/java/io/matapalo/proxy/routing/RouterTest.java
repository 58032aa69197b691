package io.matapalo.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.catalogue.Handling;
import io.matapalo.proxy.catalogue.Operation;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.catalogue.OperationClass;
import io.matapalo.proxy.catalogue.Sign;
import io.matapalo.proxy.cutover.CutoverTable;
import io.matapalo.proxy.cutover.Side;
import io.matapalo.proxy.routing.RoutingDecision.Hint;
import io.matapalo.proxy.soap.BodyContent;
import io.matapalo.proxy.soap.QualifiedName;
import io.matapalo.proxy.soap.SoapAction;
import io.matapalo.proxy.soap.SoapVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterTest {

  private static final OperationCatalogue CATALOGUE =
      OperationCatalogue.of(
          List.of(
              operation("buy", Optional.empty()),
              operation("look", Optional.of("urn:shop:look-action"))));

  private final Router router = new Router(CATALOGUE, "default");

  private static Operation operation(String name, Optional<String> action) {
    return new Operation(
        name,
        "/shop",
        new Sign.Element(new QualifiedName("urn:shop", name), action),
        OperationClass.UNSAFE,
        Duration.ofSeconds(1),
        "monolith",
        Optional.of("fast"),
        Handling.usual());
  }

  private static CutoverTable table(String operation, String side) {
    return CutoverTable.allLegacy().next(CATALOGUE, Map.of(operation, side));
  }

  private static RequestFacts post(String path, String element, String action) {
    return new RequestFacts(
        "POST",
        path,
        new BodyContent.Operation(SoapVersion.SOAP_1_1, new QualifiedName("urn:shop", element)),
        Optional.of(action).filter(text -> !text.isEmpty()).map(SoapAction::new));
  }

  private RoutingDecision route(RequestFacts facts, CutoverTable table) {
    return router.decide(router.lookUp(facts), facts, table);
  }

  @Test
  void knownOperationFollowsTheTable() {
    RoutingDecision before = route(post("/shop", "buy", ""), CutoverTable.allLegacy());
    assertThat(before.cluster()).isEqualTo("monolith");
    assertThat(before.side()).isEqualTo(Side.LEGACY);
    RoutingDecision after = route(post("/shop", "buy", ""), table("buy", "fast"));
    assertThat(after.cluster()).isEqualTo("fast");
    assertThat(after.replayCluster()).isEqualTo("monolith");
    assertThat(after.snapshotVersion()).isEqualTo(2);
    RoutingDecision replayed = after.replayed();
    assertThat(replayed.cluster()).isEqualTo("monolith");
    assertThat(replayed.side()).isEqualTo(Side.LEGACY);
    assertThat(replayed.snapshotVersion()).isEqualTo(2);
  }

  @Test
  void unknownElementPathOrMethodGoesToTheDefaultCluster() {
    CutoverTable table = table("buy", "fast");
    for (RequestFacts facts :
        List.of(
            post("/shop", "sell", ""),
            post("/other", "buy", ""),
            new RequestFacts("PUT", "/shop", post("/shop", "buy", "").body(), Optional.empty()),
            new RequestFacts(
                "POST",
                "/shop",
                new BodyContent.Unrecognised(Optional.empty()),
                Optional.of(new SoapAction("buy"))))) {
      RoutingDecision decision = route(facts, table);
      assertThat(decision.cluster()).isEqualTo("default");
      assertThat(decision.operationLabel()).isEqualTo("unidentified");
      assertThat(decision.operationClass()).isEqualTo(OperationClass.UNSAFE);
    }
  }

  @Test
  void getIsReadAndGoesToTheDefaultCluster() {
    RoutingDecision decision =
        route(
            new RequestFacts(
                "GET", "/shop", new BodyContent.Unrecognised(Optional.empty()), Optional.empty()),
            table("buy", "fast"));
    assertThat(decision.operationClass()).isEqualTo(OperationClass.READ);
    assertThat(decision.side()).isEqualTo(Side.LEGACY);
  }

  private static RequestFacts message(BodyContent body, String field) {
    return new RequestFacts(
        "POST", "/shop", body, Optional.of(field).filter(it -> !it.isEmpty()).map(SoapAction::new));
  }

  /** Where field and SOAP Header disagree, a server may obey either: the request is legacy's. */
  @Test
  void actionDecidesWhereTheBodyIsEmptyAndOnlyIfThereIsOne() {
    OperationCatalogue catalogue =
        OperationCatalogue.of(
            List.of(
                new Operation(
                    "ping",
                    "/shop",
                    new Sign.Action("urn:ping"),
                    OperationClass.READ,
                    Duration.ofSeconds(1),
                    "monolith",
                    Optional.of("fast"),
                    Handling.usual())));
    Router ofPing = new Router(catalogue, "default");
    BodyContent bare = new BodyContent.EmptyBody(SoapVersion.SOAP_1_1, Optional.empty());
    BodyContent addressed =
        new BodyContent.EmptyBody(SoapVersion.SOAP_1_1, Optional.of(new SoapAction("urn:ping")));
    for (RequestFacts facts :
        List.of(
            message(bare, "urn:ping"), message(addressed, ""), message(addressed, "urn:ping"))) {
      assertThat(ofPing.lookUp(facts)).map(Operation::name).contains("ping");
    }
    BodyContent other =
        new BodyContent.Operation(SoapVersion.SOAP_1_1, new QualifiedName("urn:shop", "other"));
    for (RequestFacts facts :
        List.of(
            message(bare, ""),
            message(bare, "urn:pong"),
            message(addressed, "urn:pong"),
            message(other, "urn:ping"))) {
      assertThat(ofPing.lookUp(facts)).isEmpty();
    }
  }

  @Test
  void actionsThatDifferAreCountedAsAContradiction() {
    BodyContent body =
        new BodyContent.Operation(
            SoapVersion.SOAP_1_1,
            new QualifiedName("urn:shop", "buy"),
            Optional.of(new SoapAction("urn:a")));
    assertThat(route(message(body, "urn:b"), CutoverTable.allLegacy()).hint())
        .isEqualTo(Hint.CONTRADICTION);
  }

  @Test
  void bodyWinsOverAContradictingAction() {
    RoutingDecision decision = route(post("/shop", "buy", "urn:x/look"), table("buy", "fast"));
    assertThat(decision.cluster()).isEqualTo("fast");
    assertThat(decision.hint()).isEqualTo(Hint.CONTRADICTION);
  }

  @Test
  void actionIsConsistentUnlessItNamesAnotherOperation() {
    CutoverTable table = CutoverTable.allLegacy();
    assertThat(route(post("/shop", "buy", ""), table).hint()).isEqualTo(Hint.CONSISTENT);
    assertThat(route(post("/shop", "buy", "urn:x/buy"), table).hint()).isEqualTo(Hint.CONSISTENT);
    assertThat(route(post("/shop", "buy", "anything"), table).hint()).isEqualTo(Hint.CONSISTENT);
    assertThat(route(post("/shop", "look", "urn:shop:look-action"), table).hint())
        .isEqualTo(Hint.CONSISTENT);
    assertThat(route(post("/shop", "look", "anything"), table).hint())
        .isEqualTo(Hint.CONTRADICTION);
  }
}
