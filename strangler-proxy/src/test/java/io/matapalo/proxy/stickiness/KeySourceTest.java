package io.matapalo.proxy.stickiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.soap.QualifiedName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a request says who its client is. */
class KeySourceTest {

  private static final KeySource COOKIE = new KeySource.Cookie("sid");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sid=1 | 1",
        "a=b; sid=1; c=d | 1",
        "sid=\"1\" | 1",
        "sid =1 | 1",
        "sid=1; sid=2 | 1",
        "sid=a=b | a=b",
        "xsid=1; sidx=2; sid=3 | 3",
        "sid=; sid=4 | 4",
        "SID=1 | ",
        "sid | ",
        "sid= | ",
        "sid=\"\" | "
      })
  void cookieIsFoundByItsName(String field, String value) {
    assertThat(COOKIE.textIn(FakeRequest.empty().with("Cookie", field)).orElse(null))
        .isEqualTo(value);
  }

  @Test
  void cookieMayStandInAnyOfSeveralFields() {
    FakeRequest request = FakeRequest.empty().with("Cookie", "a=1").with("Cookie", "sid=2");
    assertThat(COOKIE.textIn(request)).contains("2");
    assertThat(COOKIE.textIn(FakeRequest.empty())).isEmpty();
  }

  @Test
  void fieldQueryAndHeaderElementAreFound() {
    KeySource header = new KeySource.Header("X-User");
    assertThat(header.textIn(FakeRequest.empty().with("X-User", "u"))).contains("u");
    assertThat(header.textIn(FakeRequest.empty().with("X-User", ""))).isEmpty();
    assertThat(header.textIn(FakeRequest.empty())).isEmpty();
    KeySource query = new KeySource.Query("t");
    assertThat(query.textIn(FakeRequest.empty().at("/", "a=1&t=x%20y&t=z"))).contains("x%20y");
    assertThat(query.textIn(FakeRequest.empty().at("/", "at=1&t"))).isEmpty();
    KeySource soap = new KeySource.SoapHeader(new QualifiedName("urn:a", "token"));
    assertThat(soap.textIn(FakeRequest.empty().saying("T"))).contains("T");
    assertThat(soap.textIn(FakeRequest.empty())).isEmpty();
  }

  @Test
  void sameTextInTwoPlacesIsTwoClients() {
    FakeRequest request = FakeRequest.empty().with("X-User", "1").with("Cookie", "sid=1");
    assertThat(COOKIE.keyIn(request)).isNotEqualTo(new KeySource.Header("X-User").keyIn(request));
    assertThat(COOKIE.keyIn(request)).isEqualTo(COOKIE.keyIn(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/shop;jsessionid=1A | 1A",
        "/shop;jsessionid=1A/x | 1A",
        "/a;v=1;jsessionid=1A | 1A",
        "/a;v=1/b;jsessionid=1A.n1 | 1A.n1",
        "/jsessionid=1A | "
      })
  void sessionIdMayStandInThePath(String path, String id) {
    assertThat(
            Cookies.sessionIds(FakeRequest.empty().at(path, ""), "JSESSIONID").stream()
                .findFirst()
                .orElse(null))
        .isEqualTo(id);
  }

  @Test
  void valueOfASetCookieFieldIsFound() {
    assertThat(Cookies.set("JSESSIONID=1.n1; Path=/; HttpOnly", "JSESSIONID")).contains("1.n1");
    assertThat(Cookies.set("other=1; JSESSIONID=2", "JSESSIONID")).isEmpty();
    assertThat(Cookies.set("JSESSIONID=; Max-Age=0", "JSESSIONID")).isEmpty();
  }
}
