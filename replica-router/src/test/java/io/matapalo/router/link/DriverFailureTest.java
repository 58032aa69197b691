package io.matapalo.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DriverFailureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://h/shop?user=u&password=hid-den",
        "jdbc:mysql://h/shop?trustCertificateKeyStorePassword=hid-den&a=b",
        "jdbc:mysql://app:hid-den@h/shop",
        "jdbc:mysql://x@h1,app:hid-den@h2/shop",
        "jdbc:mysql://(host=h,password=hid-den)/shop",
        "jdbc:mysql://address=(host=h)(password=hid-den)/shop",
        "jdbc:sqlserver://h;user=u;password=hid-den",
        "jdbc:mysql://h/shop?clientSecret=hid-den",
      })
  void aFailureThatQuotesTheUrlOrAPartOfItTellsNoSecret(String url) {
    for (String quoted : new String[] {url, url.substring(12), "near 'hid-den'"}) {
      SQLException failure =
          DriverFailure.withoutSecrets(
              new SQLTransientException(
                  "outer", "08001", 7, new IllegalStateException("cannot read " + quoted)),
              url);

      assertThat(failure.getMessage()).startsWith("outer: cannot read ").doesNotContain("hid-den");
      assertThat(failure.getCause()).isNull();
      assertThat(failure.getSQLState()).isEqualTo("08001");
      assertThat(failure.getErrorCode()).isEqualTo(7);
    }
  }

  @Test
  void aFailureThatTellsNothingIsTheDriversOwn() {
    SQLException refused = new SQLException("refused", "08001");
    for (String url :
        new String[] {"jdbc:mysql://app:hid-den@h/shop", "jdbc:mysql://h/shop?password="}) {
      assertThat((Throwable) DriverFailure.withoutSecrets(refused, url)).isSameAs(refused);
    }
  }
}
