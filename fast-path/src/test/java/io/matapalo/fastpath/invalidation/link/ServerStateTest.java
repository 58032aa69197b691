package io.matapalo.fastpath.invalidation.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServerStateTest {

  @Test
  void aGaleraNodeIsAskedByItsOwnNumbersForWhatOthersDoNotKnow() {
    ServerState node = new ServerState(true, List.of("2-77-9,77-77-40", ""), Optional.of("77"));

    assertThat(node.shared("1-77-5,77-77-42")).isEqualTo("77-77-42");
    assertThat(node.after("1-77-5,77-77-38")).isEqualTo("77-77-38,2-77-9");
  }

  @Test
  void anyOtherServerIsAskedByTheWholePosition() {
    ServerState server = new ServerState(true, List.of("0-1-9"), Optional.empty());

    assertThat(server.after("0-1-5,3-4-9")).isEqualTo("0-1-5,3-4-9");
    assertThat(server.shared("0-1-5,3-4-9")).isEqualTo("0-1-5,3-4-9");
  }

  @Test
  void mySqlIsAskedByIntervalsWithoutAFile() throws Exception {
    String uuid = "00112233-4455-6677-8899-aabbccddeeff";

    assertThat(HexFormat.of().formatHex(new GtidDump(7, uuid + ":1-5:9").toByteArray()))
        .isEqualTo(
            "1e"
                + "0400"
                + "07000000"
                + "00000000"
                + "0400000000000000"
                + "40000000"
                + "0100000000000000"
                + "00112233445566778899aabbccddeeff"
                + "0200000000000000"
                + "0100000000000000"
                + "0600000000000000"
                + "0900000000000000"
                + "0a00000000000000");
  }
}
