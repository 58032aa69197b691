package io.matapalo.proxy.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../a",
        "/a/..",
        "/a/../b?c",
        "/a/..;x=1/b",
        "/a/%2e%2E/b",
        "/a/.%2e/b",
        "/a/..%2fb",
        "/a%2F..%5cb",
        "/a/..\\b",
        "/a\\..",
        "http://host/../a"
      })
  void segmentThatLeadsUpwardsIsFoundInAnySpelling(String target) {
    assertThat(Target.parse(target).climbs()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a/./b", "/a..b/c", "/a/...", "/..a", "/a?b=/../c", "/%2e/a", "/a%2fb", "*"})
  void anyOtherTargetClimbsNowhere(String target) {
    assertThat(Target.parse(target).climbs()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/a?b=%20,false", "/a?b=5%,true", "/a|b,true", "/\u00e4,true", "/a b,true"})
  void targetOfForbiddenCharactersIsUnusual(String target, boolean unusual) {
    assertThat(Target.parse(target).isUnusual()).isEqualTo(unusual);
  }
}
