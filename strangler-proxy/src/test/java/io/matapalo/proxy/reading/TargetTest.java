package io.matapalo.proxy.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({"/a?b=%20,false", "/a?b=5%,true", "/a|b,true", "/\u00e4,true", "/a b,true"})
  void targetOfForbiddenCharactersIsUnusual(String target, boolean unusual) {
    assertThat(Target.parse(target).isUnusual()).isEqualTo(unusual);
  }
}
