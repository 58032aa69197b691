package io.matapalo.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouterUrlTest {

  private static final RouterUrl URL =
      RouterUrl.parse(
          "jdbc:matapalo:mysql://h1:3306,h2,[::1]:3307/shop?useSSL=false&matapalo.topology=single"
              + "&password=hidden&matapalo.marks.secret=also");

  @Test
  void takesAUrlApart() {
    assertThat(URL.hosts()).containsExactly("h1:3306", "h2", "[::1]:3307");
    assertThat(URL.settings()).isEqualTo(Map.of("topology", "single", "marks.secret", "also"));
    assertThat(URL.driverUrl("h2")).isEqualTo("jdbc:mysql://h2/shop?useSSL=false&password=hidden");
    assertThat(URL.unrouted())
        .isEqualTo("jdbc:mysql://h1:3306,h2,[::1]:3307/shop?useSSL=false&password=hidden");
    assertThat(URL.hasSeveralHosts()).isTrue();
  }

  @Test
  void showsNeitherPasswordNorSecret() {
    assertThat(URL.toString()).isEqualTo("jdbc:matapalo:mysql://h1:3306,h2,[::1]:3307/shop");
  }

  @Test
  void aRefusalOfAnotherUrlShowsNoPasswordEither() {
    assertThatThrownBy(() -> RouterUrl.parse("jdbc:mysql://app:hid-den@h/shop?password=hid-den"))
        .hasMessageEndingWith("was jdbc:mysql://…@h/shop?…");
  }

  @Test
  void aUrlWithoutDatabaseOrPropertiesIsOneToo() {
    RouterUrl bare = RouterUrl.parse("jdbc:matapalo:mariadb://h1");
    assertThat(bare.driverUrl("h1")).isEqualTo("jdbc:mariadb://h1");
    assertThat(bare.hasSeveralHosts()).isFalse();
  }

  @Test
  void theDriversOwnRoutingIsRefused() {
    RouterUrl balanced = RouterUrl.parse("jdbc:matapalo:mysql:loadbalance://h1,h2/shop");
    assertThat(balanced.hasSeveralHosts()).isFalse();
    assertThatThrownBy(() -> balanced.driverUrl("h1"))
        .hasMessageContaining("was jdbc:matapalo:mysql:loadbalance:");
  }

  @Test
  void refusesWhatIsNoHost() {
    assertThatThrownBy(() -> URL.driverUrl("")).hasMessageContaining("a node must be host:port");
    assertThatThrownBy(() -> URL.driverUrl("::1")).hasMessageContaining("IPv6 address in brackets");
    assertThatThrownBy(() -> URL.driverUrl("h1:port")).hasMessageContaining("was 'h1:port'");
    assertThatThrownBy(() -> URL.driverUrl("(host=h1,user=u,password=hidden)"))
        .hasMessageContaining("found [password, user]")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> URL.driverUrl("(port=1)")).hasMessageContaining("found no host");
    assertThatThrownBy(() -> URL.driverUrl("app:hidden@h1"))
        .hasMessageContaining("user=…&password=…")
        .hasMessageNotContaining("hidden");
  }

  /** Forms of the manuals of Connector/J and of MariaDB Connector/J. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h1:3306,h2                                   | h1:3306  h2",
        "(host=h1,port=3306),(host=h2)                | h1:3306  h2",
        "(port=1,host=h1), h2:2                       | h1:1     h2:2",
        "address=(host=h1)(port=1),address=(host=h2)  | h1:1     h2",
        "ADDRESS=(HOST=h1)(PORT=1),(Host=h2)          | h1:1     h2",
        "[h1:1,h2:2]                                  | h1:1     h2:2",
        "[::1]:3306,[fe80::2]                         | [::1]:3306  [fe80::2]",
        "(host=::1,port=3306),(host=[fe80::2])        | [::1]:3306  [fe80::2]",
      })
  void hostsMayHaveAnyFormOfTheDrivers(String authority, String hosts) {
    RouterUrl url = RouterUrl.parse("jdbc:matapalo:mysql://" + authority + "/shop?a=b");
    assertThat(url.hasSeveralHosts()).isTrue();
    assertThat(NodeList.of(url, Map.of()))
        .extracting(Node::jdbcUrl)
        .containsExactlyElementsOf(
            Arrays.stream(hosts.split(" +")).map("jdbc:mysql://%s/shop?a=b"::formatted).toList());
  }

  @Test
  void aSlashOrCommaBetweenParenthesesEndsNoHost() {
    RouterUrl url = RouterUrl.parse("jdbc:matapalo:mysql://(host=h1,path=/a/b)/shop");
    assertThat(url.hosts()).containsExactly("(host=h1,path=/a/b)");
    assertThat(url.hasSeveralHosts()).isFalse();
    assertThat(url.unrouted()).isEqualTo("jdbc:mysql://(host=h1,path=/a/b)/shop");
  }

  @Test
  void refusesASettingThatComesTwice() {
    assertThatThrownBy(
            () -> RouterUrl.parse("jdbc:matapalo:mysql://h?matapalo.node=a&matapalo.node=b"))
        .hasMessage("the URL sets matapalo.node twice");
  }

  @Test
  void theMoreSpecificSourceOfASettingWins() {
    SettingSources sources =
        new SettingSources(
            Set.of("name", "node", "health.max-lag", "instance", "plan"),
            Map.of("MATAPALO_NODE", "environment", "MATAPALO_HEALTH_MAX_LAG", "1s"),
            Map.of(
                "matapalo.instance", "property",
                "matapalo.shop.plan", "named",
                "matapalo.plan", "property",
                "matapalo.other.instance", "another URL's"));
    assertThat(
            sources.settings(
                Map.of("name", "shop", "node", "url", "instance", "url", "plan", "url")))
        .isEqualTo(
            Map.of(
                "name", "shop",
                "node", "environment",
                "health.max-lag", "1s",
                "instance", "property",
                "plan", "named"));
  }

  @Test
  void anUnknownSettingInAUrlIsRefused() {
    SettingSources sources = new SettingSources(Set.of("node"), Map.of(), Map.of());
    assertThatThrownBy(() -> sources.settings(Map.of("nodee", "a")))
        .hasMessage(
            "the URL or its properties set matapalo.nodee, which does not exist; there are [node]");
  }

  @Test
  void makesNodesOfHosts() {
    RouterUrl url = RouterUrl.parse("jdbc:matapalo:mysql://h1,h2:3307/shop");
    assertThat(NodeList.of(url, Map.of()))
        .containsExactly(
            Node.of("node-1", "jdbc:mysql://h1/shop"),
            Node.of("node-2", "jdbc:mysql://h2:3307/shop"));
    assertThat(
            NodeList.of(url, Map.of("nodes", "x:1, y:2", "node-names", "a,b", "weights", "1,2.5")))
        .containsExactly(
            new Node("a", "jdbc:mysql://x:1/shop", 1), new Node("b", "jdbc:mysql://y:2/shop", 2.5));
  }

  @Test
  void refusesListsThatDoNotFitTheHosts() {
    RouterUrl url = RouterUrl.parse("jdbc:matapalo:mysql://h1,h2/shop");
    assertThatThrownBy(() -> NodeList.of(url, Map.of("node-names", "a")))
        .hasMessage("node-names must name one for each of [h1, h2], was [a]");
    assertThatThrownBy(() -> NodeList.of(url, Map.of("node-names", "a,a")))
        .hasMessageContaining("must differ");
    assertThatThrownBy(() -> NodeList.of(url, Map.of("weights", "1,x")))
        .hasMessage("weights must be numbers, was 'x'");
    assertThatThrownBy(() -> NodeList.of(url, Map.of("nodes", "h1,h1")))
        .hasMessageContaining("nodes must differ");
  }
}
