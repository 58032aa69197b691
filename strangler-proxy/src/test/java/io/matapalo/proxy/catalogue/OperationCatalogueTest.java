package io.matapalo.proxy.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.proxy.soap.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the catalogue takes, and what it finds. */
class OperationCatalogueTest {

  private static final Optional<String> NONE = Optional.empty();
  private static final Operation BUY = operation("buy", "/shop", "buy", Duration.ofMillis(1));
  private static final Operation LOOK = operation("look", "/shop", "look", Duration.ofMillis(1));
  private static final Operation SELL = operation("sell", "/market", "buy", Duration.ofMillis(1));
  private final OperationCatalogue catalogue = OperationCatalogue.of(List.of(BUY, LOOK, SELL));

  private static Operation operation(String name, String path, String element, Duration timeout) {
    return new Operation(
        name,
        path,
        new Sign.Element(new QualifiedName("urn:shop", element), Optional.empty()),
        OperationClass.READ,
        timeout,
        "legacy",
        Optional.empty(),
        Handling.usual());
  }

  private static QualifiedName name(String local) {
    return new QualifiedName("urn:shop", local);
  }

  private static Operation operation(String name, String path, Sign sign) {
    return new Operation(
        name,
        path,
        sign,
        OperationClass.READ,
        Duration.ofMillis(1),
        "legacy",
        Optional.empty(),
        Handling.usual());
  }

  private static Sign element(String local, String action) {
    return new Sign.Element(name(local), Optional.of(action));
  }

  @Test
  void operationsThatShareAnElementAreToldApartByTheirAction() {
    Operation a = operation("a", "/s", element("request", "urn:a"));
    Operation b = operation("b", "/s", element("request", "urn:b"));
    OperationCatalogue both = OperationCatalogue.of(List.of(a, b));
    assertThat(both.find("/s", name("request"), Optional.of("urn:a"))).contains(a);
    assertThat(both.find("/s", name("request"), Optional.of("urn:b"))).contains(b);
    assertThat(both.find("/s", name("request"), Optional.of("urn:c"))).isEmpty();
    assertThat(both.find("/s", name("request"), NONE)).isEmpty();
    OperationCatalogue one = OperationCatalogue.of(List.of(a));
    assertThat(one.find("/s", name("request"), Optional.of("urn:c"))).contains(a);
  }

  @Test
  void anEmptyBodyIsRecognisedByItsActionAlone() {
    Operation ping = operation("ping", "/shop", new Sign.Action("urn:ping"));
    OperationCatalogue some = OperationCatalogue.of(List.of(BUY, ping));
    assertThat(some.findEmpty("/shop", Optional.of("urn:ping"))).contains(ping);
    assertThat(some.findEmpty("/shop", Optional.of("urn:pong"))).isEmpty();
    assertThat(some.findEmpty("/shop", NONE)).isEmpty();
    assertThat(some.find("/shop", name("ping"), Optional.of("urn:ping"))).isEmpty();
  }

  @Test
  void aStarStandsForOneSegmentOfAPlainPath() {
    Operation any = operation("any", "/orders/*/lines", new Sign.Method("GET"));
    Operation one = operation("one", "/orders/1/lines", new Sign.Method("GET"));
    Operation put = operation("put", "/orders/*", new Sign.Method("PUT"));
    OperationCatalogue orders = OperationCatalogue.of(List.of(any, one, put));
    assertThat(orders.findByMethod("/orders/7/lines", "GET")).contains(any);
    assertThat(orders.findByMethod("/orders/1/lines", "GET")).contains(one);
    assertThat(orders.findByMethod("/orders/7", "PUT")).contains(put);
    for (String path :
        List.of(
            "/orders//lines",
            "/orders/7/8/lines",
            "/orders/7/lines/",
            "/orders/a%2Fb/lines",
            "/orders/a;b/lines",
            "/orders/../lines",
            "/orders/7")) {
      assertThat(orders.findByMethod(path, "GET")).as(path).isEmpty();
    }
    Operation soap = operation("soap", "/services/*", new Sign.Element(name("add"), NONE));
    OperationCatalogue services = OperationCatalogue.of(List.of(soap));
    assertThat(services.find("/services/calculator", name("add"), NONE)).contains(soap);
    assertThat(services.find("/services/calculator", name("sub"), NONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "TRACE", "CONNECT", "", "GET "})
  void aMethodThatNoRequestHasIsRefused(String method) {
    assertThatThrownBy(() -> new Sign.Method(method)).hasMessageEndingWith("was " + method);
  }

  /** Two entries that one request could mean: the order of a file must not decide. */
  @Test
  void twinsAreRefusedWhateverTheirSign() {
    assertTwins(
        "path, element and soap-action must be unique, were the same for a and b",
        operation("a", "/s", element("x", "urn:a")),
        operation("b", "/s", element("x", "urn:a")));
    assertTwins(
        "path and element must be unique, were the same for a and b",
        operation("a", "/s", element("x", "urn:a")),
        operation("b", "/s", new Sign.Element(name("x"), NONE)));
    assertTwins(
        "path and element must be unique, were the same for a and b",
        operation("a", "/s", new Sign.Element(name("x"), NONE)),
        operation("b", "/s", element("x", "urn:a")));
    assertTwins(
        "path and soap-action must be unique, were the same for a and b",
        operation("a", "/s", new Sign.Action("urn:a")),
        operation("b", "/s", new Sign.Action("urn:a")));
    assertTwins(
        "path and method must be unique, were the same for a and b",
        operation("a", "/s/*/t", new Sign.Method("GET")),
        operation("b", "/s/u/*", new Sign.Method("GET")));
    assertTwins(
        "path must have either method POST or SOAP operations, had both at b",
        operation("a", "/s", new Sign.Method("POST")),
        operation("b", "/s", new Sign.Action("urn:a")));
  }

  @Test
  void twinsOfPathsThatOverlapAreRefused() {
    String between = ", were the same for a and b";
    assertTwins(
        "path and soap-action must be unique" + between,
        operation("a", "/s/*/t", new Sign.Action("urn:a")),
        operation("b", "/s/u/*", new Sign.Action("urn:a")));
    assertTwins(
        "path and element must be unique" + between,
        operation("a", "/s/*", new Sign.Element(name("x"), NONE)),
        operation("b", "/*/t", new Sign.Element(name("x"), NONE)));
    assertTwins(
        "path must have either method POST or SOAP operations, had both at b",
        operation("a", "/s/*", new Sign.Method("POST")),
        operation("b", "/*/t", element("x", "urn:a")));
  }

  /** No request can mean both, although a third path overlaps each of them. */
  @Test
  void pathsThatNoRequestCanMatchAtOnceAreNoTwins() {
    Operation b = operation("b", "/s/b/*", new Sign.Method("GET"));
    Operation c = operation("c", "/s/c/*", new Sign.Method("GET"));
    Operation longer = operation("longer", "/s/b/*/t", new Sign.Method("GET"));
    Operation any = operation("any", "/s/*/*", new Sign.Method("DELETE"));
    OperationCatalogue all = OperationCatalogue.of(List.of(b, c, longer, any));
    assertThat(all.findByMethod("/s/b/1", "GET")).contains(b);
    assertThat(all.findByMethod("/s/c/1", "GET")).contains(c);
    assertThat(all.findByMethod("/s/b/1/t", "GET")).contains(longer);
    assertThat(all.findByMethod("/s/b/1", "DELETE")).contains(any);
    assertThat(all.findByMethod("/s/b//", "DELETE")).isEmpty();
  }

  private static void assertTwins(String message, Operation... operations) {
    assertThatThrownBy(() -> OperationCatalogue.of(List.of(operations))).hasMessage(message);
  }

  @Test
  void operationsAreFoundByNameAndByPathAndElement() {
    assertThat(catalogue.operations()).containsExactly(BUY, LOOK, SELL);
    assertThat(catalogue.named("look")).contains(LOOK);
    assertThat(catalogue.named("Look")).isEmpty();
    assertThat(catalogue.find("/shop", name("buy"), NONE)).contains(BUY);
    assertThat(catalogue.find("/market", name("buy"), NONE)).contains(SELL);
    assertThat(catalogue.find("/market", name("look"), NONE)).isEmpty();
    assertThat(catalogue.find("/shop/", name("buy"), NONE)).isEmpty();
    assertThat(catalogue.find("/shop", new QualifiedName("urn:other", "buy"), NONE)).isEmpty();
  }

  @Test
  void anotherOperationIsOneOfTheSamePathWithThatName() {
    assertThat(catalogue.isAnotherAt(BUY, "look")).isTrue();
    assertThat(catalogue.isAnotherAt(BUY, "buy")).isFalse();
    assertThat(catalogue.isAnotherAt(BUY, "sell")).isFalse();
    assertThat(catalogue.isAnotherAt(SELL, "look")).isFalse();
    Operation elsewhere = operation("stray", "/stray", "buy", Duration.ofMillis(1));
    assertThat(catalogue.isAnotherAt(elsewhere, "look")).isFalse();
  }

  @Test
  void twoOperationsCannotBeMistakenForEachOther() {
    assertThatThrownBy(() -> OperationCatalogue.of(List.of(BUY, BUY)))
        .hasMessage("operation name must be unique, was twice: buy");
    Operation twin = operation("twin", "/shop", "buy", Duration.ofMillis(1));
    assertThatThrownBy(() -> OperationCatalogue.of(List.of(BUY, twin)))
        .hasMessage("path and element must be unique, were the same for buy and twin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/shop", "/shop/v1/", "/a.b/..c/.d", "/~!'()*"})
  void pathsThatReadInOneWayAreTaken(String path) {
    assertThat(PlainPath.isPlain(path)).isTrue();
    assertThat(operation("any", path, "any", Duration.ofMillis(1)).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "/a b",
        "/a\u007f",
        "/a\u00e4",
        "/a%2f",
        "/a;b",
        "/a\\b",
        "/a?b",
        "/a#b",
        "/a//b",
        "/./a",
        "/../a",
        "/a/.",
        "/a/.."
      })
  void pathsThatTwoServersMayReadDifferentlyAreRefused(String path) {
    assertThat(PlainPath.isPlain(path)).isFalse();
    assertThatThrownBy(() -> operation("any", path, "any", Duration.ofMillis(1)))
        .hasMessageStartingWith("path must start with /")
        .hasMessageEndingWith("was " + path);
  }

  @Test
  void aTimeoutIsPositive() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      assertThatThrownBy(() -> operation("any", "/", "any", none))
          .hasMessage("timeout must be positive, was " + none);
    }
  }

  @Test
  void onlyAnUnsafeOperationIsNeverSentTwice() {
    assertThat(OperationClass.READ.mayBeSentTwice()).isTrue();
    assertThat(OperationClass.IDEMPOTENT.mayBeSentTwice()).isTrue();
    assertThat(OperationClass.UNSAFE.mayBeSentTwice()).isFalse();
  }
}
