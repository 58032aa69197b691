package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterSettingsTest {

  @AfterEach
  void forget() {
    System.clearProperty(FilterSettings.PATHS_PROPERTY);
    System.clearProperty(FilterSettings.HEADER_PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /shop/orders/4711, GET /shop/orders/{number}",
    "GET, /shop/orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301/x, GET /shop/orders/{id}/x",
    "POST, /shop/baskets/Zx81kd92mmQp0siwUe7r, POST /shop/baskets/{id}",
    "PUT, /shop/internationalisation-of-names, PUT /shop/internationalisation-of-names",
    "GET, /pay/card:4111111111111111, GET /pay/{id}",
    "GET, /pay/n4111111111111111, GET /pay/{id}",
    "GET, /pay/(4111-1111-1111-1111), GET /pay/{id}",
    "GET, /people/ann@example.org/x, GET /people/{id}/x",
    "GET, /people/ann%40example.org, GET /people/{id}",
    "GET, /api/v3.1/report-2026, GET /api/v3.1/report-2026",
    "GET, /, GET /",
    "BREW, /pot, (method) /pot",
    "GET, /1/2/3/4/5/6/7/8/9/10/11/12, GET /{number}/{number}/{number}/{number}/{number}/{number}/{number}/{number}/{number}/{number}/…"
  })
  void labelsAPathWithoutWhatNamesOneThing(String method, String path, String label) {
    assertThat(FilterSettings.standard().pathLabel(method, path)).contains(label);
  }

  @ParameterizedTest
  @CsvSource({
    "/shop/v3/checkout, purchase, /shop/v3/checkout#purchase",
    "/shop/2/checkout, purchase, /shop/2/checkout#purchase",
    "/shop/n4111111111111111/checkout, purchase, /shop/{id}/checkout#purchase",
    "/shop/checkout, c4111111111111111, /shop/{id}",
    "/shop/ann@example.org/checkout, purchase, /shop/{id}/checkout#purchase"
  })
  void labelsASoapMessageWithoutWhatNamesAPerson(String path, String element, String label) {
    assertThat(FilterSettings.soapLabel(path, element)).isEqualTo(label);
  }

  @Test
  void onlyTheFirstPathsGetLabelsOfTheirOwn() {
    System.setProperty(FilterSettings.PATHS_PROPERTY, "2");
    FilterSettings settings = FilterSettings.fromSystemProperties();
    assertThat(settings.pathLabel("GET", "/a")).contains("GET /a");
    assertThat(settings.pathLabel("GET", "/b")).contains("GET /b");
    assertThat(settings.pathLabel("GET", "/c")).contains("GET (other paths)");
    assertThat(settings.pathLabel("GET", "/a")).contains("GET /a");
  }

  @Test
  void labelsOfPathsCanBeTurnedOff() {
    System.setProperty(FilterSettings.PATHS_PROPERTY, "0");
    assertThat(FilterSettings.fromSystemProperties().pathLabel("GET", "/a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1", "many", "401", "9999"})
  void numberOfPathsThatMeansNothingIsRefused(String text) {
    System.setProperty(FilterSettings.PATHS_PROPERTY, text);
    assertThatThrownBy(FilterSettings::fromSystemProperties)
        .hasMessageContaining("matapalo.recorder.paths must be 0 to 400, was '" + text + "'");
  }

  @Test
  void countsAreForWhoAsksFromThisMachine() {
    FilterSettings settings = FilterSettings.standard();
    assertThat(settings.answersCounts("please", "127.0.0.1")).isTrue();
    assertThat(settings.answersCounts("please", "192.0.2.7")).isFalse();
    assertThat(settings.answersCounts("1", "127.0.0.1")).isFalse();
    assertThat(settings.answersCounts(null, "127.0.0.1")).isFalse();
  }

  @Test
  void countsAreForTheProxiesThatAreNamed() {
    System.setProperty(FilterSettings.HEADER_PROPERTY, "192.0.2.7, 192.0.2.8");
    FilterSettings settings = FilterSettings.fromSystemProperties();
    assertThat(settings.answersCounts("please", "192.0.2.8")).isTrue();
    assertThat(settings.answersCounts("please", "127.0.0.1")).isFalse();
    System.setProperty(FilterSettings.HEADER_PROPERTY, "");
    assertThat(FilterSettings.fromSystemProperties().answersCounts("please", "127.0.0.1"))
        .isFalse();
  }
}
