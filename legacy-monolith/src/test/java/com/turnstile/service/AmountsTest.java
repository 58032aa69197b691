package com.turnstile.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.turnstile.entity.FeeRule;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmountsTest {

  @Test
  void lineIsUnitPriceTimesQuantity() {
    assertThat(Amounts.ofLine(new BigDecimal("30.90"), 3)).isEqualTo("92.70");
    assertThat(Amounts.ofLine(new BigDecimal("30.905"), 1)).isEqualTo("30.91");
  }

  @Test
  void percentageRoundsHalfUp() {
    assertThat(fee("PERCENT", "5.0000", "364.50", 6)).isEqualTo("18.23");
    assertThat(fee("PERCENT", "5.0000", "364.40", 6)).isEqualTo("18.22");
    assertThat(fee("PERCENT", "0.3333", "1.50", 1)).isEqualTo("0.00");
    assertThat(fee("PERCENT", "0.3334", "1.50", 1)).isEqualTo("0.01");
  }

  @Test
  void feeForEachTicketRoundsTheirSumOnce() {
    assertThat(fee("PER_TICKET", "0.7500", "0.00", 6)).isEqualTo("4.50");
    assertThat(fee("PER_TICKET", "0.0049", "0.00", 2)).isEqualTo("0.01");
  }

  @Test
  void feesOfAllRulesAddUp() {
    List<FeeRule> rules = List.of(rule("PERCENT", "5.0000"), rule("PER_TICKET", "0.7500"));

    assertThat(Amounts.fees(rules, new BigDecimal("364.50"), 6)).isEqualTo("22.73");
    assertThat(Amounts.fees(List.of(), new BigDecimal("364.50"), 6)).isEqualTo("0.00");
  }

  @Test
  void unknownKindOfRuleIsAnError() {
    assertThatThrownBy(() -> fee("FLAT", "1", "1", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unknown kind of fee rule: FLAT");
  }

  private static BigDecimal fee(String kind, String amount, String subtotal, int tickets) {
    return Amounts.fee(kind, new BigDecimal(amount), new BigDecimal(subtotal), tickets);
  }

  private static FeeRule rule(String kind, String amount) {
    FeeRule rule = new FeeRule();
    rule.setKind(kind);
    rule.setAmount(new BigDecimal(amount));
    return rule;
  }
}
