package io.matapalo.testkit.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class PacketTest {

  /** Header and payload of one packet. */
  static byte[] packet(int sequence, byte[] payload) {
    byte[] bytes = new byte[4 + payload.length];
    bytes[0] = (byte) payload.length;
    bytes[1] = (byte) (payload.length >> 8);
    bytes[2] = (byte) (payload.length >> 16);
    bytes[3] = (byte) sequence;
    System.arraycopy(payload, 0, bytes, 4, payload.length);
    return bytes;
  }

  static byte[] query(String text) {
    byte[] words = text.getBytes(UTF_8);
    byte[] payload = new byte[1 + words.length];
    payload[0] = 3;
    System.arraycopy(words, 0, payload, 1, words.length);
    return packet(0, payload);
  }

  static Packet read(byte[] bytes) throws IOException {
    return Packet.read(new ByteArrayInputStream(bytes)).orElseThrow();
  }

  /** Gives one byte a read, as a slow network does. */
  private static InputStream split(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1));
      }
    };
  }

  @Test
  void packetsAreTheSameHoweverTheyWereSplitOrJoined() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(query("select 1"));
    joined.write(packet(7, new byte[70_000]));
    joined.write(packet(1, new byte[0]));
    for (InputStream in :
        new InputStream[] {
          new ByteArrayInputStream(joined.toByteArray()), split(joined.toByteArray())
        }) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Packet first = Packet.read(in).orElseThrow();
      Packet second = Packet.read(in).orElseThrow();
      Packet third = Packet.read(in).orElseThrow();
      first.writeTo(out);
      second.writeTo(out);
      third.writeTo(out);

      assertThat(Packet.read(in)).isEmpty();
      assertThat(second.sequence()).isEqualTo(7);
      assertThat(second.payloadLength()).isEqualTo(70_000);
      assertThat(third.at(0)).isEqualTo(-1);
      assertThat(out.toByteArray()).isEqualTo(joined.toByteArray());
    }
  }

  @Test
  void packetThatIsCutOffIsNoPacket() {
    byte[] whole = query("select 1");
    for (int length = 1; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void textOfQueryIsReadAlsoBehindQueryAttributes() throws IOException {
    assertThat(read(query("COMMIT")).command(4)).isEqualTo(new ClientCommand(4, 3, "COMMIT"));
    assertThat(read(packet(0, "\3\0\1commit".getBytes(UTF_8))).command(1).text())
        .isEqualTo("commit");
    assertThat(read(packet(0, "\26select ?".getBytes(UTF_8))).command(1))
        .isEqualTo(new ClientCommand(1, ClientCommand.PREPARE, "select ?"));
    assertThat(read(packet(0, new byte[] {14, 65})).command(1).text()).isEmpty();
  }

  @Test
  void commitIsFoundInTheWaysDriversWriteIt() {
    for (String text : new String[] {"COMMIT", "commit", " /* matapalo */ Commit", "commit;"}) {
      assertThat(CommandMatcher.commit().matches(new ClientCommand(1, 3, text))).as(text).isTrue();
    }
    for (String text : new String[] {"select 'commit'", "commitment", "rollback"}) {
      assertThat(CommandMatcher.commit().matches(new ClientCommand(1, 3, text))).as(text).isFalse();
    }
    assertThat(CommandMatcher.commit().onConnection(2).matches(new ClientCommand(1, 3, "commit")))
        .isFalse();
    assertThat(CommandMatcher.any().matches(new ClientCommand(1, ClientCommand.QUIT, "")))
        .isFalse();
  }

  @Test
  void answerIsToldFromTheRowsOfAnother() throws IOException {
    Answers answers = new Answers();
    answers.expect(false);
    answers.expect(true);
    // The first answer has 600 rows, so its numbers begin again twice.
    for (int i = 1; i <= 600; i++) {
      assertThat(answers.isLost(read(packet(i % 256, new byte[] {1, 65}))))
          .as("row %d", i)
          .isFalse();
    }
    assertThat(answers.isLost(read(packet(601 % 256, new byte[] {(byte) 0xFE, 0, 0})))).isFalse();
    assertThat(answers.isLost(read(packet(1, new byte[] {0})))).isTrue();
  }

  @Test
  void answerBehindOneThatEndsAtTheWrapIsFound() throws IOException {
    Answers answers = new Answers();
    answers.expect(false);
    answers.expect(true);
    for (int i = 1; i < 256; i++) {
      assertThat(answers.isLost(read(packet(i, new byte[] {1, 65})))).isFalse();
    }
    assertThat(answers.isLost(read(packet(0, new byte[] {(byte) 0xFE, 0, 0})))).isFalse();
    assertThat(answers.isLost(read(packet(1, new byte[] {0})))).isTrue();
  }

  @Test
  void greetingNamesAnotherVersionAndKeepsTheRest() throws IOException {
    byte[] greeting = packet(0, "\n5.7.19-MariaDB-log\0rest".getBytes(UTF_8));
    byte[] changed = packet(0, "\n10.11.14-MariaDB\0rest".getBytes(UTF_8));
    assertThat(bytesOf(read(greeting).withVersion("10.11.14-MariaDB"))).isEqualTo(changed);
  }

  /** A server with too many connections answers an error in the place of a greeting. */
  @Test
  void refusalInPlaceOfGreetingStaysAsItIs() throws IOException {
    byte[] refusal = packet(0, "\u00ffToo many connections".getBytes(ISO_8859_1));
    assertThat(bytesOf(read(refusal).withVersion("10.11.14-MariaDB"))).isEqualTo(refusal);
  }

  private static byte[] bytesOf(Packet packet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packet.writeTo(out);
    return out.toByteArray();
  }
}
