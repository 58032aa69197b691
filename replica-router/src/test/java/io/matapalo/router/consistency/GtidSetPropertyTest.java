package io.matapalo.router.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Positions against naive models: sets of single transactions, and latest numbers of domains. */
final class GtidSetPropertyTest {

  private static final int ROUNDS = 3_000;
  private static final List<String> SOURCES =
      List.of(
          "3e11fa47-71ca-11e1-9e33-c80aa9429562",
          "3e11fa47-71ca-11e1-9e33-c80aa9429563",
          "3e11fa47-71ca-11e1-9e33-c80aa9429562:blue");

  private final long seed = Long.getLong("matapalo.seed", 20_261_128);
  private final Random random = new Random(seed);

  @Test
  void mySqlSetsBehaveAsSetsOfTransactions() {
    for (int round = 0; round < ROUNDS; round++) {
      Set<String> first = transactions();
      Set<String> second = transactions();
      MySqlGtids a = MySqlGtids.parse(written(first));
      MySqlGtids b = MySqlGtids.parse(written(second));
      Set<String> both = new HashSet<>(first);
      both.addAll(second);
      String why = "seed %d round %d: %s and %s".formatted(seed, round, a, b);
      assertThat(a.contains(b)).as(why).isEqualTo(first.containsAll(second));
      assertThat(a.union(b)).as(why).isEqualTo(MySqlGtids.parse(written(both)));
      obeysTheLaws(a, b, why);
      assertThat(MySqlGtids.parse(a.text())).as(why).isEqualTo(a);
    }
  }

  @Test
  void mariaDbPositionsBehaveAsLatestNumbers() {
    for (int round = 0; round < ROUNDS; round++) {
      Map<Integer, Long> first = domains();
      Map<Integer, Long> second = domains();
      MariaDbGtids a = MariaDbGtids.parse(written(first));
      MariaDbGtids b = MariaDbGtids.parse(written(second));
      Map<Integer, Long> both = new HashMap<>(first);
      second.forEach((domain, sequence) -> both.merge(domain, sequence, Math::max));
      boolean contains =
          second.entrySet().stream()
              .allMatch(entry -> first.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
      String why = "seed %d round %d: %s and %s".formatted(seed, round, a, b);
      assertThat(a.contains(b)).as(why).isEqualTo(contains);
      assertThat(a.union(b)).as(why).isEqualTo(MariaDbGtids.parse(written(both)));
      obeysTheLaws(a, b, why);
      assertThat(MariaDbGtids.parse(a.text())).as(why).isEqualTo(a);
    }
  }

  private static void obeysTheLaws(GtidSet a, GtidSet b, String why) {
    GtidSet union = a.union(b);
    assertThat(union.contains(a) && union.contains(b)).as(why).isTrue();
    assertThat(union).as(why).isEqualTo(b.union(a));
    assertThat(a.union(a)).as(why).isEqualTo(a);
    assertThat(a.contains(a)).as(why).isTrue();
    assertThat(a.contains(b) && b.contains(a)).as(why).isEqualTo(a.equals(b));
  }

  private Set<String> transactions() {
    Set<String> transactions = new HashSet<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      String source = SOURCES.get(random.nextInt(SOURCES.size()));
      transactions.add(source + "#" + (1 + random.nextInt(9)));
    }
    return transactions;
  }

  /** One by one and in any order: joining them is the reader's work. */
  private static String written(Set<String> transactions) {
    return String.join(",", transactions.stream().map(one -> one.replace('#', ':')).toList());
  }

  private Map<Integer, Long> domains() {
    Map<Integer, Long> domains = new HashMap<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      domains.put(random.nextInt(3), 1L + random.nextInt(6));
    }
    return domains;
  }

  /** The server is always one, so that equal numbers are equal positions. */
  private static String written(Map<Integer, Long> domains) {
    List<String> gtids = new ArrayList<>();
    domains.forEach((domain, sequence) -> gtids.add(domain + "-1-" + sequence));
    return String.join(",", gtids);
  }
}
