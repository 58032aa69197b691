package io.matapalo.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlSecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:mysql://h:3306/shop                      | jdbc:mysql://h:3306/shop",
        "jdbc:mysql://h/shop?user=u&password=hid-den   | jdbc:mysql://h/shop?…",
        "jdbc:mysql://app:hid-den@h/shop               | jdbc:mysql://…@h/shop",
        "jdbc:mysql://app:hid-den@h1,app:hid-den@h2/s  | jdbc:mysql://…@h2/s",
        "jdbc:mysql://app:hid/den@h/shop?a=b           | jdbc:mysql://…@h/shop?…",
        "jdbc:mysql://app:hid@den@h/shop               | jdbc:mysql://…@h/shop",
        "jdbc:mysql://(host=h,password=hid-den)/shop   | jdbc:mysql://(…)/shop",
        "jdbc:mysql://address=(host=h)(password=hid-den)/s | jdbc:mysql://address=(…)(…)/s",
        "jdbc:matapalo:sqlserver://h;user=u;password=hid-den | jdbc:matapalo:sqlserver://h?…",
        "jdbc:oracle:thin:app/hid-den@//h:1521/shop    | jdbc:oracle:…@//h:1521/shop",
        "jdbc:h2:mem:shop;PASSWORD=hid-den             | jdbc:h2:mem:shop?…",
        "not a URL at all                              | not a URL at all",
      })
  void aMessageShowsAUrlWithoutCredentials(String url, String shown) {
    assertThat(UrlSecrets.shown(url)).isEqualTo(shown).doesNotContain("hid");
  }
}
