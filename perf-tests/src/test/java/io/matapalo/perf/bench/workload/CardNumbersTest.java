package io.matapalo.perf.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CardNumbersTest {
  @Test
  void numbersHaveThePrefixSixteenDigitsAndAValidCheckDigit() {
    CardNumbers numbers = new CardNumbers("453987", new SplittableRandom(1));
    for (int i = 0; i < 1_000; i++) {
      assertThat(numbers.next()).matches("453987[0-9]{10}").matches(CardNumbers::isValid);
    }
  }

  @Test
  void checkDigitIsTheLuhnOne() {
    assertThat(CardNumbers.isValid("4111111111111111")).isTrue();
    assertThat(CardNumbers.isValid("4111111111111112")).isFalse();
  }
}
