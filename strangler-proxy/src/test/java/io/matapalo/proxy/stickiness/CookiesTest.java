package io.matapalo.proxy.stickiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "R=1 | ''",
        "R=1; a=b | a=b",
        "a=b; R=1; c=\"d\" | a=b; c=\"d\"",
        "a=b;R=1 | a=b",
        "a=b; R =1; S=2; R=3 | a=b",
        "a=R; r=1; RR=2; R | a=R; r=1; RR=2; R",
        "a=b | a=b",
      })
  void cookiesOfTheProxyAreTakenOut(String field, String left) {
    assertThat(Cookies.without(field, Set.of("R", "S"))).isEqualTo(left);
  }
}
