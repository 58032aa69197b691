package io.matapalo.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecorderSettingsTest {

  @Test
  void hasDefaults() {
    RecorderSettings settings = RecorderSettings.parse("", " ", "");
    assertThat(settings.application()).isEmpty();
    assertThat(settings.sitesEvery()).isEqualTo(RecorderSettings.DEFAULT_SITES_EVERY);
    assertThat(settings.inherited()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void readsWhatIsSet() {
    RecorderSettings settings = RecorderSettings.parse("com.shop., com.other.;a.", "1", "0");
    assertThat(settings.application()).containsExactly("com.shop.", "com.other.", "a.");
    assertThat(settings.sitesEvery()).isEqualTo(1);
    assertThat(settings.inherited()).isZero();
    assertThat(RecorderSettings.parse("", "off", "").sitesEvery()).isZero();
  }

  @Test
  void wrongValueCostsNobodyTheDatabase() {
    RecorderSettings standard = RecorderSettings.parse("", "", "");
    assertThat(RecorderSettings.parseOrDefault("", "often", "")).isEqualTo(standard);
    assertThat(RecorderSettings.parseOrDefault("", "", "5s")).isEqualTo(standard);
    assertThat(RecorderSettings.parseOrDefault("", "3", "").sitesEvery()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "on", "1.5", "99999999999"})
  void saysWhatIsWrongWithSites(String text) {
    assertThatThrownBy(() -> RecorderSettings.parse("", text, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matapalo.recorder.sites must be off or 1..1000000, was '%s'".formatted(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "600001", "5s"})
  void saysWhatIsWrongWithTheTimeAfterARequest(String text) {
    assertThatThrownBy(() -> RecorderSettings.parse("", "", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matapalo.recorder.inherited-ms must be 0..600000, was '%s'".formatted(text));
  }
}
