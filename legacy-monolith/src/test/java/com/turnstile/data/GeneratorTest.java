package com.turnstile.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.turnstile.service.RequestDigest;
import com.turnstile.transfer.CardData;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rows, without a database. */
class GeneratorTest {

  private static final Size SMALL = new Size("custom", 2_300, 260, 3_000);

  /** As the schema's change logs make it: 200 events of four types, the last one sold out. */
  private static Seed seed() {
    List<Seed.SeedEvent> events = new ArrayList<>();
    int[] base = {2_990, 4_990, 3_950, 14_900};
    for (int id = 1; id <= Size.SEED_EVENTS; id++) {
      List<Seed.SeedType> types = new ArrayList<>();
      for (int type = 0; type < base.length; type++) {
        types.add(
            new Seed.SeedType(
                (id - 1) * 4L + type + 1,
                Programme.TYPE_CODES[type],
                base[type] + 100 * (id % 10),
                id == 200 ? 0 : 1_000_000));
      }
      events.add(new Seed.SeedEvent(id, "EV-" + id, Words.COUNTRIES[id % 5], types));
    }
    return new Seed(
        events, List.of(new Seed.FeeRule(true, 50_000), new Seed.FeeRule(false, 7_500)));
  }

  private static Map<String, Integer> hashes(long seed) {
    return new Tables(seed, SMALL, seed())
        .all().stream().collect(Collectors.toMap(Table::name, table -> text(table).hashCode()));
  }

  private static String text(Table table) {
    Sql sql = new Sql(table.name(), table.columns());
    for (int unit = 0; unit < table.units(); unit++) {
      table.rows().of(unit, sql);
    }
    return sql.take();
  }

  @Test
  void sameSeedMakesTheSameRowsAndAnotherSeedOthers() {
    Map<String, Integer> first = hashes(7);
    assertThat(hashes(7)).isEqualTo(first);
    Map<String, Integer> other = hashes(8);
    for (String table : first.keySet()) {
      // A house's levies depend on the events' numbers alone.
      if (!table.equals("fee_rule")) {
        assertThat(other.get(table)).as(table).isNotEqualTo(first.get(table));
      }
    }
  }

  @Test
  void digestIsWhatTurnstileComputes() {
    Orders orders = new Tables(7, SMALL, seed()).orders();
    for (int i = 0; i < 100; i++) {
      Order order = orders.at(i);
      PurchaseData purchase = new PurchaseData();
      purchase.setCustomerId(order.customerId());
      purchase.setEventCode(order.sale().code());
      purchase.setCard(new CardData());
      purchase.getCard().setNumber("411111111111" + order.lastFour());
      List<PurchaseLineData> lines = new ArrayList<>();
      for (Order.Line line : order.lines()) {
        PurchaseLineData wanted = new PurchaseLineData();
        wanted.setTicketTypeCode(line.offer().code());
        wanted.setQuantity(line.quantity());
        lines.add(wanted);
      }
      purchase.setLines(lines);
      assertThat(order.digest()).isEqualTo(RequestDigest.of(purchase));
    }
  }

  @Test
  void amountsAreRoundedHalfUpAtEachStep() {
    Orders orders = new Tables(7, SMALL, seed()).orders();
    Map<String, String> rates =
        Map.of("DE", "0.19", "FR", "0.055", "PT", "0.06", "NL", "0.09", "AT", "0.13");
    boolean levied = false;
    for (int i = 0; i < orders.count(); i++) {
      Order order = orders.at(i);
      BigDecimal subtotal = BigDecimal.valueOf(order.subtotal(), 2);
      BigDecimal tickets = BigDecimal.valueOf(order.tickets());
      BigDecimal levy = BigDecimal.valueOf(order.sale().levy(), 2).multiply(tickets);
      levied |= levy.signum() > 0;
      BigDecimal fees =
          rounded(subtotal.multiply(new BigDecimal("0.05")))
              .add(rounded(tickets.multiply(new BigDecimal("0.75"))))
              .add(levy);
      assertThat(BigDecimal.valueOf(order.fees(), 2)).isEqualByComparingTo(fees);
      BigDecimal tax =
          rounded(subtotal.add(fees).multiply(new BigDecimal(rates.get(order.sale().region()))));
      assertThat(BigDecimal.valueOf(order.tax(), 2)).isEqualByComparingTo(tax);
    }
    assertThat(levied).as("some order of an event with a rule of its own").isTrue();
  }

  private static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }

  @Test
  void codesAreTheBitsInCrockfordsAlphabet() {
    long unique = 0x0123456789ABCDEFL;
    String code = Codes.crockford("T-", unique, 0xFFFF_0000_0000_8001L);
    // Base 32 of the same 80 bits by the JDK, in its own alphabet.
    String plain = new BigInteger("80010123456789abcdef", 16).toString(32);
    StringBuilder expected = new StringBuilder("T-").append("0".repeat(16 - plain.length()));
    for (int i = 0; i < plain.length(); i++) {
      int digit = Character.digit(plain.charAt(i), 32);
      expected.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(digit));
    }
    assertThat(code).isEqualTo(expected.toString());
    assertThat(Codes.hex(0xAB, 6)).isEqualTo("0000ab");
    assertThat(Codes.requestId(1, 2)).isEqualTo("00000000-0000-0001-0000-000000000002");
  }

  @Test
  void uniqueBitsAreUniqueAndKindsDiffer() {
    Set<Long> seen = new HashSet<>();
    for (int row = 0; row < 100_000; row++) {
      seen.add(Dice.unique(1, Dice.Kind.TICKET, row));
      seen.add(Dice.unique(1, Dice.Kind.REFERENCE, row));
    }
    assertThat(seen).hasSize(200_000);
  }

  @Test
  void diceStayInTheirBoundsAndReachThem() {
    Dice dice = Dice.of(3, Dice.Kind.ORDER, 5);
    int[] seen = new int[4];
    for (int i = 0; i < 4_000; i++) {
      seen[dice.below(4)]++;
    }
    for (int count : seen) {
      assertThat(count).isBetween(800, 1_200);
    }
    int[] weighted = new int[3];
    for (int i = 0; i < 4_000; i++) {
      weighted[dice.weighted(50, 75, 100)]++;
    }
    assertThat(weighted[0]).isBetween(1_800, 2_200);
    assertThat(weighted[2]).isBetween(800, 1_200);
  }

  @Test
  void textsAreQuotedAndTimesAreWhole() {
    String statement =
        new Sql("t", "a, b, c, d").row().text("O'Neil \\ é").money(5).time(0).number(-1).take();
    assertThat(statement)
        .isEqualTo(
            "INSERT INTO t (a, b, c, d) VALUES"
                + " ('O\\'Neil \\\\ é',0.05,'1970-01-01 00:00:00.000',-1)");
  }

  @Test
  void statedRowsAreThoseMade() {
    Tables tables = new Tables(7, SMALL, seed());
    long made = 0;
    for (Table table : tables.all()) {
      Sql sql = new Sql(table.name(), table.columns());
      for (int unit = 0; unit < table.units(); unit++) {
        table.rows().of(unit, sql);
      }
      made += sql.rows();
    }
    assertThat(tables.rows()).isEqualTo(made);
  }

  @Test
  void sizesAreThoseStatedAndLessThanTheSeedIsRefused() {
    assertThat(Size.named("M")).isEqualTo(new Size("M", 20_000, 2_000, 100_000));
    assertThat(Size.named("L")).isEqualTo(new Size("L", 200_000, 100_000, 1_000_000));
    assertThat(Size.named("S").isSeedAlone()).isTrue();
    assertThatThrownBy(() -> Size.named("XL")).hasMessageContaining("was XL");
    assertThatThrownBy(() -> new Size("custom", 1_999, 200, 0)).hasMessageContaining("1999");
  }
}
