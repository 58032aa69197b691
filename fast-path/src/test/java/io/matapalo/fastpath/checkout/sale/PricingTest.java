package io.matapalo.fastpath.checkout.sale;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.catalogue.FeeRule;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PricingTest {

  private static final FeeRule FIVE_PERCENT =
      new FeeRule(FeeRule.Kind.PERCENT, new BigDecimal("5.0000"));
  private static final FeeRule EACH =
      new FeeRule(FeeRule.Kind.PER_TICKET, new BigDecimal("0.7550"));

  @Test
  void eachFeeIsRoundedHalfUpByItself() {
    // 0.50 * 5 % = 0.025 -> 0.03; 0.755 * 1 -> 0.76
    assertThat(Pricing.fees(List.of(FIVE_PERCENT, EACH), new BigDecimal("0.50"), 1))
        .isEqualTo(new BigDecimal("0.79"));
    // 0.755 * 3 = 2.265 -> 2.27
    assertThat(Pricing.fees(List.of(EACH), new BigDecimal("10.00"), 3))
        .isEqualTo(new BigDecimal("2.27"));
  }

  @Test
  void noFeesAreZeroOfTwoPlaces() {
    assertThat(Pricing.fees(List.of(), new BigDecimal("10.00"), 3))
        .isEqualTo(new BigDecimal("0.00"));
  }
}
