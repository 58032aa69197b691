package com.turnstile.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.xml.ws.api.BindingID;
import com.sun.xml.ws.api.SOAPVersion;
import com.sun.xml.ws.api.WSBinding;
import com.sun.xml.ws.api.message.Message;
import com.sun.xml.ws.api.message.Packet;
import com.sun.xml.ws.api.pipe.Codecs;
import com.sun.xml.ws.handler.SOAPMessageContextImpl;
import com.sun.xml.ws.message.saaj.SAAJMessage;
import com.turnstile.Slowness;
import jakarta.xml.ws.handler.MessageContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTokenHandlerTest {

  private static final String MESSAGE =
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/><s:Body><op xmlns='n'><a>1</a></op></s:Body></s:Envelope>";

  // A packet wraps its message, and the wrapper says what it wraps.
  private static final String TREE = SAAJMessage.class.getName();

  private final WSBinding binding = BindingID.SOAP11_HTTP.createBinding();

  @Test
  void tokenIsUnderstood() {
    assertThat(new SessionTokenHandler().getHeaders())
        .containsExactly(
            new javax.xml.namespace.QName("http://turnstile.example/session/v3", "sessionToken"));
  }

  @Test
  @Slowness("SLOW-39")
  void everyMessageBecomesADocumentTree() throws Exception {
    Packet packet = packet();
    assertThat(packet.getMessage().toString()).doesNotContain(TREE);
    SOAPMessageContextImpl context = new SOAPMessageContextImpl(binding, packet, Set.of());
    context.put(MessageContext.MESSAGE_OUTBOUND_PROPERTY, false);

    assertThat(new SessionTokenHandler().handleMessage(context)).isTrue();
    // As the JAX-WS RI does after its handlers.
    context.updatePacket();

    assertThat(packet.getMessage().toString()).contains(TREE);
  }

  private Packet packet() throws IOException {
    Packet packet = new Packet();
    Codecs.createSOAPEnvelopeXmlCodec(SOAPVersion.SOAP_11)
        .decode(
            new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)),
            "text/xml; charset=utf-8",
            packet);
    Message message = packet.getMessage();
    assertThat(message).isNotNull();
    return packet;
  }
}
