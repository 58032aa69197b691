package io.matapalo.router.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class PlacementMainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void showsThePlanAndWhatEachLossMoves() {
    assertThat(
            run(
                "--instances",
                "6",
                "--nodes",
                "3",
                "--plan",
                "vm1:a,vm2:a,vm3:b,vm4:b,vm5:c,vm6:c"))
        .isZero();
    assertThat(text(out))
        .startsWith("6 instances on 3 nodes, by the plan that was given")
        .contains("a                   1.0     2  vm1, vm2")
        .containsPattern("\na +2  b: 3 \\(\\+vm[12] vm3 vm4\\)  c: 3 \\(\\+vm[12] vm5 vm6\\)\n")
        .contains("\na, b                 4  c: 6 (+vm1 +vm2 +vm3 +vm4 vm5 vm6)\n")
        .doesNotContain("warning");
  }

  @Test
  void sharesFollowTheWeights() {
    assertThat(run("--instances=4", "--node-names=x,y", "--weights=1,3")).isZero();
    assertThat(text(out))
        .containsPattern("\nx +1\\.0 +1  vm\\d\n")
        .containsPattern("\ny +3\\.0 +3  vm\\d, vm\\d, vm\\d\n");
  }

  @Test
  void anOverloadedNodeIsToldWithTheNumbers() {
    assertThat(run("--nodes", "2", "--plan", "p:a,q:a")).isZero();
    assertThat(text(out))
        .contains("warning: node a has 2 of 2 instances, its share is 1")
        .contains("warning: node b has no instance, its share is 1");
  }

  @Test
  void whatIsWrongIsToldAndTheStatusSaysSo() {
    assertThat(run("--instances", "6")).isEqualTo(2);
    assertThat(text(errors)).contains("placement: --nodes must be 1 to 1000, was ''");
    assertThat(run("--instanzes", "6")).isEqualTo(2);
    assertThat(text(errors)).contains("unknown option --instanzes");
    assertThat(run("--nodes", "2", "--plan", "vm1:z")).isEqualTo(2);
    assertThat(text(errors)).contains("plan must name one of the nodes [a, b], was z");
    assertThat(run("--nodes", "2", "--instances", "2", "--weights", "1")).isEqualTo(2);
    assertThat(text(errors)).contains("there are 2 nodes, and 2 names and 1 weights");
  }

  @Test
  void helpNamesTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("--instance-names").contains("--weights");
  }

  @Test
  void tellsInWhichOrderEachInstanceUsesItsNodes() {
    assertThat(run("--nodes", "3", "--plan", "vm1:b,vm2:c")).isZero();
    assertThat(text(out))
        .contains("\ninstance         uses its nodes in this order\n")
        .containsPattern("\nvm1 +b > [ac] > [ac]\n");
  }

  @Test
  void onlyLossesThatLeaveANodeAreShown() {
    assertThat(run("--instances", "2", "--nodes", "2")).isZero();
    assertThat(text(out)).contains("\na   ").doesNotContain("a, b");
    out.reset();
    assertThat(run("--instances", "2", "--nodes", "1")).isZero();
    assertThat(text(out)).contains("vm1, vm2").doesNotContain("lost").doesNotContain("order");
  }

  @Test
  void nodesHaveLettersAsFarAsTheyGo() {
    assertThat(run("--instances", "1", "--nodes", "26")).isZero();
    assertThat(text(out)).contains("\na  ", "\nz  ").doesNotContain("node1");
    out.reset();
    assertThat(run("--instances", "1", "--nodes", "27")).isZero();
    assertThat(text(out)).contains("\nnode1  ", "\nnode27  ");
  }

  @Test
  void numbersAndOptionsAreReadUpToTheirEnd() {
    assertThat(run("--instances", "1000", "--nodes", "1")).isZero();
    assertThat(run("--instances", "1001", "--nodes", "1")).isEqualTo(2);
    assertThat(text(errors)).contains("--instances must be 1 to 1000, was '1001'");
    assertThat(run("--nodes", "1", "--instances")).isEqualTo(2);
    assertThat(text(errors))
        .contains("option --instances wants a value")
        .contains("./matapalo placement --help tells the options");
  }

  private int run(String... args) {
    return PlacementMain.run(
        args, new PrintStream(out, true, UTF_8), new PrintStream(errors, true, UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
