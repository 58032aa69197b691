package io.matapalo.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTranslationTest {

  private final List<String> frames = new ArrayList<>();
  private int room = 1_000;

  private AnswerTranslation answerTo(String method) {
    return new AnswerTranslation(
        method,
        new AnswerTranslation.Output() {
          @Override
          public int room() {
            return room;
          }

          @Override
          public void head(Http2Headers fields, VirtualConnection.Part part) {
            List<String> texts = new ArrayList<>();
            fields.forEach(field -> texts.add(field.getKey() + "=" + field.getValue()));
            frames.add(String.join(",", texts) + " " + part);
          }

          @Override
          public void data(ByteBuf bytes, VirtualConnection.Part part) {
            frames.add(bytes.toString(StandardCharsets.ISO_8859_1) + " " + part);
          }
        });
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000})
  void answerInPiecesOfAnySizeIsTheSame(int piece) throws IOException {
    String text =
        """
        HTTP/1.1 200 OK
        X-Name: Value
        Transfer-Encoding: chunked
        Connection: close, x-hop
        X-Hop: 1

        4
        body
        2
        of
        0

        """
            .replace("\n", "\r\n");
    AnswerTranslation answer = answerTo("GET");
    for (int at = 0; at < text.length(); at += piece) {
      answer.take(bytes(text.substring(at, Math.min(text.length(), at + piece))));
    }
    assertThat(answer.isComplete()).isTrue();
    assertThat(frames.getFirst()).isEqualTo(":status=200,x-name=Value MORE_FOLLOWS");
    assertThat(frames.getLast()).isEqualTo(" LAST");
    assertThat(String.join("", frames.subList(1, frames.size() - 1)).replace(" MORE_FOLLOWS", ""))
        .isEqualTo("bodyof");
  }

  @Test
  void lastBytesOfAKnownLengthEndTheAnswer() throws IOException {
    AnswerTranslation answer = answerTo("POST");
    answer.take(bytes("HTTP/1.1 500 Fault\r\nContent-Length: 4\r\n\r\nbody"));
    assertThat(frames).containsExactly(":status=500,content-length=4 MORE_FOLLOWS", "body LAST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n",
        "GET HTTP/1.1 204 No Content\r\n\r\n",
        "GET HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
      })
  void headOfAnEmptyAnswerIsItsEnd(String methodAndAnswer) throws IOException {
    String[] parts = methodAndAnswer.split(" ", 2);
    AnswerTranslation answer = answerTo(parts[0]);
    answer.take(bytes(parts[1]));
    assertThat(answer.isComplete()).isTrue();
    assertThat(frames).singleElement().asString().endsWith(" LAST");
  }

  @Test
  void interimAnswerComesBeforeTheOther() throws IOException {
    AnswerTranslation answer = answerTo("POST");
    answer.take(bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
    assertThat(frames).containsExactly(":status=100 MORE_FOLLOWS", ":status=204 LAST");
  }

  @Test
  void dataWaitsForRoom() throws IOException {
    AnswerTranslation answer = answerTo("GET");
    room = 0;
    ByteBuffer source = bytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
    answer.take(source);
    assertThat(source.remaining()).isEqualTo(4);
    room = 3;
    answer.take(source);
    assertThat(frames.subList(1, frames.size())).containsExactly("bod MORE_FOLLOWS", "y LAST");
  }

  @Test
  void answerWithoutLengthEndsWithItsConnectionAndOthersAreCut() throws IOException {
    AnswerTranslation endless = answerTo("GET");
    endless.take(bytes("HTTP/1.0 200 OK\r\n\r\nbody"));
    endless.end();
    assertThat(endless.isComplete()).isTrue();
    AnswerTranslation cut = answerTo("GET");
    cut.take(bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody"));
    cut.end();
    assertThat(cut.isComplete()).isFalse();
  }

  @Test
  void lineEndWithinAValueNeverGoesOn() {
    AnswerTranslation answer = answerTo("GET");
    assertThatThrownBy(() -> answer.take(bytes("HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n")))
        .isInstanceOf(IOException.class);
    assertThat(frames).isEmpty();
  }
}
